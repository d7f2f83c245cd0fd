import type { DeviceId } from '../contract/ids'
import type { Acknowledgement } from '../contract/message'

/** Which of a sender's numbered messages have arrived: all up to `upTo`, and the ones in `extra`, ascending. */
export interface Arrived {
  upTo: number
  extra: number[]
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

/** What is told to the sending device. */
export const acknowledgementOf = (device: DeviceId, arrived: Arrived): Acknowledgement => ({
  device,
  upTo: arrived.upTo,
  extra: arrived.extra.slice(0, TOLD_EXTRA),
})
