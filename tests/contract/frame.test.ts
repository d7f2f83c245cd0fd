import { describe, expect, it } from 'vitest'
import { type FrameKind, headOf, kindOf } from '../../lib/contract/frame'
import { thrown } from '../crypto/thrown'

describe('the first byte of a frame', () => {
  it.each<[FrameKind, number]>([
    ['envelope', 0x10],
    ['signal', 0x11],
    ['reply', 0x12],
    ['opening', 0x13],
  ])('of %s is %i', (kind, head) => {
    expect(headOf(kind)).toBe(head)
    expect(kindOf(Uint8Array.of(head, 1))).toBe(kind)
  })

  it.each([
    ['no byte', [], 'damaged'],
    ['version 0', [0x00], 'damaged'],
    ['an unknown kind', [0x14], 'damaged'],
    ['version 2', [0x20], 'newer-version'],
    ['version 15', [0xff], 'newer-version'],
  ])('%s is refused', (_, bytes, reason) => {
    expect(thrown(() => kindOf(Uint8Array.from(bytes)))).toMatchObject({ reason })
  })
})
