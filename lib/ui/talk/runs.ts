import type { MessageView } from '../../contract/panel-api'
import { sameDay } from '../time'

/** One message with its place among its neighbours. */
export interface Entry {
  message: MessageView
  /** Whether a day begins with it. */
  newDay: boolean
  /** Whether it is the first, or the last, that its author wrote in a row. */
  first: boolean
  last: boolean
}

/** Joins what one person wrote in a row on one day, up to a notice; a failed message stands alone, because its reason stands below it. */
export const runsOf = (messages: readonly MessageView[]): Entry[] => {
  const joined = (a: MessageView | undefined, b: MessageView | undefined) =>
    a !== undefined &&
    b !== undefined &&
    a.mine === b.mine &&
    !a.notice &&
    !b.notice &&
    a.state !== 'failed' &&
    sameDay(a.at, b.at)
  return messages.map((message, index) => {
    const before = messages[index - 1]
    return {
      message,
      newDay: before === undefined || !sameDay(before.at, message.at),
      first: !joined(before, message),
      last: !joined(message, messages[index + 1]),
    }
  })
}
