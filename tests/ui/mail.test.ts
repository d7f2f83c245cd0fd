import './english'
import { describe, expect, it } from 'vitest'
import { mailTo } from '../../lib/ui/mail'

const bodyOf = (href: string) => new URL(href).searchParams.get('body')

describe('a mail with a text in it', () => {
  it('holds the whole text when it fits, with the line ends of mail', () => {
    const { href, whole } = mailTo('A & B', 'one\ntwo\r\nthree', 'Hello?')
    expect(whole).toBe(true)
    expect(new URL(href).searchParams.get('subject')).toBe('A & B')
    expect(bodyOf(href)).toBe('Hello?\r\n\r\none\r\ntwo\r\nthree')
  })

  it('asks to paste what is longer than mail links may be', () => {
    const { href, whole } = mailTo('S', 'x'.repeat(1_900))
    expect(whole).toBe(false)
    expect(href.length).toBeLessThan(1_900)
    expect(bodyOf(href)).toMatch(/^Paste the text here/)
  })

  it('counts what the link holds, not what the text holds', () => {
    expect(mailTo('S', 'x'.repeat(1_800)).whole).toBe(true)
    expect(mailTo('S', 'ü'.repeat(400)).whole).toBe(false)
  })
})
