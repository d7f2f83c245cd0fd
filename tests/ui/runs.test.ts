import './english'
import { describe, expect, it } from 'vitest'
import type { MessageId } from '../../lib/contract/ids'
import type { MessageState, MessageView } from '../../lib/contract/panel-api'
import { runsOf } from '../../lib/ui/talk/runs'

const noon = new Date(2026, 10, 23, 12).getTime()
const HOUR = 3_600_000

const message = (mine: boolean, at = noon, state: MessageState | null = null): MessageView => ({
  id: String(at) as MessageId,
  mine,
  text: '',
  at,
  state,
  note: null,
})

const shape = (messages: MessageView[]) =>
  runsOf(messages).map(({ newDay, first, last }) => `${newDay ? 'day ' : ''}${first ? '[' : ''}${last ? ']' : ''}`)

describe('runs of messages', () => {
  it('join what one person wrote in a row', () => {
    expect(shape([message(true), message(true), message(true), message(false)])).toEqual(['day [', '', ']', '[]'])
  })

  it('break at midnight', () => {
    expect(shape([message(true, noon - 12 * HOUR - 1), message(true, noon)])).toEqual(['day []', 'day []'])
  })

  it('break after a failed message, whose reason stands below it', () => {
    expect(shape([message(true), message(true, noon, 'failed'), message(true)])).toEqual(['day [', ']', '[]'])
  })

  it('of nothing are none', () => {
    expect(runsOf([])).toEqual([])
  })
})
