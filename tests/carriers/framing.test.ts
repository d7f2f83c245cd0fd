import { describe, expect, it } from 'vitest'
import { MAX_FRAME } from '../../lib/carriers/carrier'
import { framePieces, PIECE, pieceReader, signalPiece } from '../../lib/carriers/framing'
import { sameBytes } from '../../lib/contract/wire'

const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 7) & 255)
const message = (...content: number[]): ArrayBuffer => Uint8Array.from(content).buffer
const part = (control: number, length: number): ArrayBuffer => {
  const piece = new Uint8Array(length + 1)
  piece[0] = control
  return piece.buffer
}

describe('frames in pieces', () => {
  it.each([1, 2, PIECE - 2, PIECE - 1, PIECE, 2 * (PIECE - 1), 2 * PIECE, MAX_FRAME - 1, MAX_FRAME])(
    '%d bytes',
    (length) => {
      const read = pieceReader()
      const pieces = framePieces(bytes(length))
      expect(Math.max(...pieces.map((p) => p.length))).toBeLessThanOrEqual(PIECE)
      const found = pieces.map((piece) => read(piece.slice().buffer))
      expect(found.slice(0, -1).every((f) => f === null)).toBe(true)
      expect(sameBytes(found.at(-1) as Uint8Array, bytes(length))).toBe(true)
      expect(read(framePieces(bytes(3))[0]?.slice().buffer)).toEqual(bytes(3))
    },
  )

  it.each(['ping', 'pong', 'bye'] as const)('%s, also between parts', (signal) => {
    const read = pieceReader()
    const [first, last] = framePieces(bytes(PIECE))
    expect(read(first?.slice().buffer)).toBeNull()
    expect(read(signalPiece(signal).buffer)).toBe(signal)
    expect(read(last?.slice().buffer)).toHaveLength(PIECE)
  })
})

describe('a hostile peer', () => {
  it.each([
    ['a text', 'hello'],
    ['an object', { __peerData: { type: 'close' } }],
    ['nothing', undefined],
    ['null', null],
    ['a view instead of a buffer', Uint8Array.of(0, 1)],
    ['an empty message', message()],
    ['an empty frame', message(0)],
    ['an empty last part', message(2)],
    ['an unknown control byte', message(6, 1)],
    ['the highest control byte', message(255)],
    ['a signal that carries something', message(3, 1)],
    ['a short part', part(1, 10)],
    ['a last part of nothing', part(2, 10)],
    ['an oversized whole', part(0, PIECE)],
    ['an oversized part', part(1, PIECE)],
  ])('cannot send %s', (_, content) => {
    expect(() => pieceReader()(content)).toThrow('malformed')
  })

  it('cannot send parts without end', () => {
    const read = pieceReader()
    const full = part(1, PIECE - 1)
    for (let i = 0; i < 16; i++) expect(read(full)).toBeNull()
    expect(() => read(full)).toThrow('malformed')
  })

  it('cannot send a last part that makes it too much', () => {
    const read = pieceReader()
    for (let i = 0; i < 16; i++) read(part(1, PIECE - 1))
    expect(() => read(part(2, 17))).toThrow('malformed')
  })

  it('cannot begin a frame inside another', () => {
    const read = pieceReader()
    read(part(1, PIECE - 1))
    expect(() => read(part(0, 5))).toThrow('malformed')
  })
})
