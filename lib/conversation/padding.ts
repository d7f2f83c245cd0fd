import { HearthError } from '../contract/errors'
import { concat, Reader, u32 } from '../contract/wire'

const SMALLEST = 256

/** PADMÉ (Nikitin et al., PoPETs 2019): the length that is shown instead of one from 2 to 2^30, at most 12 % more. */
export const padme = (length: number): number => {
  const exponent = Math.floor(Math.log2(length))
  const shown = Math.floor(Math.log2(exponent)) + 1
  const mask = 2 ** (exponent - shown) - 1
  return (length + mask) & ~mask
}

/** `u32 length || message || zeros`, 256 bytes or what {@link padme} says. */
export const pad = (message: Uint8Array): Uint8Array => {
  const length = 4 + message.length
  const shown = Math.max(SMALLEST, padme(length))
  return concat(u32(message.length), message, new Uint8Array(shown - length))
}

/** The message of {@link pad}; throws `damaged` for a wrong length or anything but zeros behind it. */
export const unpad = (padded: Uint8Array): Uint8Array => {
  const reader = new Reader(padded)
  const message = reader.bytes(reader.u32())
  if (reader.rest().some((byte) => byte !== 0)) throw new HearthError('damaged', 'padding is not zeros')
  return message
}
