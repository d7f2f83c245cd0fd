import type { DeviceId, MessageId } from '../contract/ids'
import type { Acknowledgement } from '../contract/message'

/** Which of a sender's numbered messages have arrived: all up to `upTo`, and the ones in `extra`, ascending. */
export interface Arrived {
  upTo: number
  extra: number[]
}

/** A number, and the message that arrived under it. */
export interface Heard {
  seq: number
  id: MessageId
}

/** How many are remembered by their ids: as many as may be under way on a connection. */
const MAX_HEARD = 256
/** How many numbers are told to have come twice: one is enough to know. */
const MAX_OTHERS = 16

/** With this one, which has just arrived. */
export const withHeard = (heard: readonly Heard[] = [], { seq, id }: Heard): Heard[] =>
  [...heard, { seq, id }].slice(-MAX_HEARD)

/** Whether this message arrived before, under whatever number. */
export const isHeard = (heard: readonly Heard[] = [], id: MessageId): boolean => heard.some((one) => one.id === id)

/** With the number of this message among those that came twice, where another one arrived under it. */
export const withOther = (others: number[] = [], heard: readonly Heard[] = [], { seq, id }: Heard): number[] => {
  const known = heard.find((one) => one.seq === seq)
  return !known || known.id === id || others.includes(seq) ? others : [...others, seq].slice(-MAX_OTHERS)
}

export const NOTHING_ARRIVED: Arrived = { upTo: 0, extra: [] }

/** How many numbers beyond a gap are remembered; more than that wait until the gap is filled. */
const MAX_EXTRA = 2_048

/** How many of them one acknowledgement names. */
const TOLD_EXTRA = 256

/** Whether this number has arrived. */
export const hasArrived = (arrived: Arrived, seq: number): boolean => seq <= arrived.upTo || arrived.extra.includes(seq)

/** With this number added; null where it cannot be remembered (too far beyond a gap), so that it must not be acknowledged. */
export const withArrival = (arrived: Arrived, seq: number): Arrived | null => {
  if (hasArrived(arrived, seq)) return arrived
  const extra = [...arrived.extra, seq].sort((a, b) => a - b)
  let { upTo } = arrived
  while (extra[0] === upTo + 1) upTo = extra.shift() as number
  return extra.length > MAX_EXTRA ? null : { upTo, extra }
}

/** How many beyond a gap are too many to go on waiting for it: of all that are remembered some could not be told. */
const PATIENT = TOLD_EXTRA / 2

/** Without gaps below `base`, where nothing comes any more; a few are kept, as what was lost here may be found again. */
export const withoutGap = (arrived: Arrived, base: number): Arrived => {
  if (arrived.extra.length < PATIENT || base <= arrived.upTo + 1) return arrived
  const extra = arrived.extra.filter((seq) => seq >= base)
  let upTo = base - 1
  while (extra[0] === upTo + 1) upTo = extra.shift() as number
  return { upTo, extra }
}

/** What is told to the sending device. */
export const acknowledgementOf = (device: DeviceId, arrived: Arrived, others: number[] = []): Acknowledgement => ({
  device,
  upTo: arrived.upTo,
  extra: arrived.extra.slice(0, TOLD_EXTRA),
  ...(others.length > 0 ? { others } : {}),
})
