import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reasonOf } from '../../lib/contract/errors'
import { concat, encodeText } from '../../lib/contract/wire'
import {
  type Invitation,
  invitationIdOf,
  MAX_INVITATION,
  readInvitation,
  writeInvitation,
} from '../../lib/conversation/invitation'
import { random } from '../../lib/crypto/random'
import { thrown } from '../crypto/thrown'
import { NOW, shortened } from './people'

const full: Invitation = {
  identity: random(32),
  key: random(32),
  secret: random(32),
  expiresAt: NOW,
  relays: ['wss://relay.example', 'ws://localhost:7777/'],
  offer: random(80),
  name: 'Zoë 🦊',
}
const bare: Invitation = { ...full, relays: [], offer: null, name: 'Alice' }

/** The invitation with other bytes for a name, which is the last field. */
const named = (name: Uint8Array): Uint8Array => concat(writeInvitation(bare).slice(0, -5), name)

describe('an invitation', () => {
  it.each([
    ['with everything', full],
    ['with as little as may be', bare],
  ])('is read as it was written, %s', (_, invitation) => {
    expect(readInvitation(writeInvitation(invitation))).toEqual(invitation)
  })

  it('is small', () => {
    expect(writeInvitation(bare).length).toBe(109)
  })

  it('has an id of its own', () => {
    expect(invitationIdOf(writeInvitation(bare))).toMatch(/^[0-9a-f]{32}$/)
    expect(invitationIdOf(writeInvitation(bare))).not.toBe(invitationIdOf(writeInvitation(full)))
  })

  it.each([
    ['more relays than eight', { relays: Array.from({ length: 9 }, (_, i) => `ws://${i}`) }, 'too-large'],
    ['a relay of 256 bytes', { relays: [`wss://${'a'.repeat(250)}`] }, 'too-large'],
    ['an offer that is too long', { offer: new Uint8Array(MAX_INVITATION) }, 'too-large'],
    ['a name of blanks', { name: ' \t ' }, 'bad-name'],
    ['a name of 65 characters', { name: 'a'.repeat(65) }, 'bad-name'],
  ])('is not written with %s', (_, change, reason) => {
    expect(thrown(() => writeInvitation({ ...full, ...change }))).toMatchObject({ reason })
  })

  it.each([
    ['nothing', new Uint8Array(0), 'not-an-invitation'],
    ['a frame', Uint8Array.of(0x12, ...random(200)), 'not-an-invitation'],
    ['a later version', Uint8Array.of(0x24, ...random(200)), 'newer-version'],
    ['too many bytes', concat(writeInvitation(bare), new Uint8Array(MAX_INVITATION)), 'too-large'],
    ['a name that is no UTF-8', named(Uint8Array.of(0xff)), 'damaged'],
    ['no name', named(new Uint8Array(0)), 'damaged'],
    ['an invisible name', named(encodeText('\u200b\u202e\u3164')), 'damaged'],
    ['nine relays', writeInvitation(bare).fill(9, 101, 102), 'damaged'],
    ['a relay that is a page', writeInvitation({ ...bare, relays: ['https://relay.example'] }), 'damaged'],
    ['a relay that is a script', writeInvitation({ ...bare, relays: ['javascript:alert(1)'] }), 'damaged'],
    ['a relay that is no address', writeInvitation({ ...bare, relays: ['relay'] }), 'damaged'],
  ])('is not read from %s', (_, bytes, reason) => {
    expect(thrown(() => readInvitation(bytes))).toMatchObject({ reason })
  })

  it('is not read cut short', () => {
    const name = encodeText(full.name).length
    for (const cut of shortened(writeInvitation(full)).slice(1, -name))
      expect(thrown(() => readInvitation(cut))).toMatchObject({ reason: 'damaged' })
  })

  it.each([
    ['bidirectional controls', '\u202eecilA', 'ecilA'],
    ['line breaks', 'Alice\r\nBob', 'Alice Bob'],
    ['too many characters', 'a'.repeat(800), 'a'.repeat(64)],
  ])('has its name freed of %s', (_, name, clean) => {
    expect(readInvitation(named(encodeText(name))).name).toBe(clean)
  })

  it('read from any bytes is an invitation or a reason', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (tail) => {
        try {
          readInvitation(concat(Uint8Array.of(0x14), tail))
        } catch (error) {
          expect(reasonOf(error)).toBe('damaged')
        }
      }),
    )
  })
})
