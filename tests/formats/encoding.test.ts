import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeStream, ENCODINGS, guessEncoding, undouble } from '../../lib/formats/encoding'

const streamOf = (...chunks: Uint8Array[]) => new Blob(chunks as Uint8Array<ArrayBuffer>[]).stream()
const inPieces = (bytes: Uint8Array, size: number) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.subarray(at, at + size))
      controller.close()
    },
  })
const utf8 = (text: string) => new TextEncoder().encode(text)
const latin = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0))
const utf16 = (text: string, little: boolean) => {
  const bytes = new DataView(new ArrayBuffer(text.length * 2))
  for (let at = 0; at < text.length; at++) bytes.setUint16(at * 2, text.charCodeAt(at), little)
  return new Uint8Array(bytes.buffer)
}
const all = async (texts: AsyncIterable<string>) => (await Array.fromAsync(texts)).join('')
async function* of(...texts: string[]) {
  yield* texts
}

describe('the encoding of a file', () => {
  it.each<[string, Uint8Array, string, boolean]>([
    ['empty', new Uint8Array(), 'utf-8', true],
    ['one byte', utf8('a'), 'utf-8', true],
    ['ascii', utf8('Name,Tel\n'), 'utf-8', true],
    ['utf-8', utf8('Müller 日本 😀'), 'utf-8', true],
    ['utf-8 with a mark', utf8('\ufeffName'), 'utf-8', true],
    ['utf-8, cut off within a character', utf8('Müller').subarray(0, 2), 'utf-8', true],
    ['utf-8 with one slip', new Uint8Array([...utf8('ä'.repeat(50)), 0xff, ...utf8('ö'.repeat(50))]), 'utf-8', false],
    ['windows-1252', latin('M\xfcller; Stra\xdfe; \x80 5'), 'windows-1252', false],
    ['shift_jis, which nobody can tell', new Uint8Array([0x93, 0xfa, 0x96, 0x7b]), 'windows-1252', false],
    ['utf-16le with a mark', utf16('\ufeffa', true), 'utf-16le', true],
    ['utf-16be with a mark', utf16('\ufeffa', false), 'utf-16be', true],
    ['utf-16le without', utf16('Name;Tel\r\nMüller;1', true), 'utf-16le', true],
    ['utf-16be without', utf16('Name;Tel\r\nMüller;1', false), 'utf-16be', true],
  ])('%s', async (_, bytes, encoding, sure) => {
    expect(await guessEncoding(streamOf(bytes))).toMatchObject({ encoding, sure })
    expect(await guessEncoding(inPieces(bytes, 1))).toMatchObject({ encoding, sure })
  })

  it('is looked for to the end, and not beyond the first proof', async () => {
    const ascii = utf8('x'.repeat(300_000))
    expect(await guessEncoding(streamOf(ascii, latin('\xfc')))).toMatchObject({ encoding: 'windows-1252' })
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++
        controller.enqueue(latin('\xfc'.repeat(5000)))
      },
    })
    expect(await guessEncoding(endless)).toMatchObject({ encoding: 'windows-1252' })
    expect(pulled).toBeLessThan(5)
  })

  it.each([
    ['MÃ¼ller', true],
    ['â‚¬ 5', true],
    ['Müller', false],
    ['SÃO PAULO', false],
    ['Ärger, Ölz, Übel, façade, Ã¼', false],
    ['Name', false],
  ])('%s seems to be encoded twice: %s', async (text, doubled) => {
    expect((await guessEncoding(streamOf(utf8(text)))).doubled).toBe(doubled)
  })
})

describe('decoding', () => {
  it('parts no character, whatever the pieces, and leaves the mark out', async () => {
    const text = 'Müller 日本 😀\r\n'.repeat(20)
    for (const size of [1, 2, 3, 7]) {
      expect(await all(decodeStream(inPieces(utf8(`\ufeff${text}`), size), 'utf-8'))).toBe(text)
      expect(await all(decodeStream(inPieces(utf16(text, true), size), 'utf-16le'))).toBe(text)
    }
  })

  it('counts what means nothing', async () => {
    const malformed = { count: 0 }
    const bytes = new Uint8Array([0x61, 0xff, 0x62, 0xc3])
    expect(await all(decodeStream(inPieces(bytes, 1), 'utf-8', malformed))).toBe('a\ufffdb\ufffd')
    expect(malformed.count).toBe(2)
  })

  it('knows every encoding that is offered, and no other', async () => {
    for (const encoding of ENCODINGS) expect(await all(decodeStream(streamOf(), encoding))).toBe('')
    await expect(all(decodeStream(streamOf(), 'cp850'))).rejects.toThrow(RangeError)
  })

  it('ends its stream when nobody asks for more', async () => {
    let cancelled = false
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(utf8('x')),
      cancel: () => {
        cancelled = true
      },
    })
    for await (const _ of decodeStream(stream, 'utf-8')) break
    expect(cancelled).toBe(true)
  })
})

describe('what was encoded twice', () => {
  const twice = (text: string) => new TextDecoder('windows-1252').decode(utf8(text))

  it('is as it was, however it is cut, and the rest stays', async () => {
    const signs = fc.string({ unit: fc.constantFrom('a', 'ü', 'ß', '€', '”', '日', '😀', ' ', 'Ã', '\u00a0') })
    await fc.assert(
      fc.asyncProperty(signs, fc.integer({ min: 1, max: 5 }), async (text, size) => {
        const doubled = twice(text)
        const cut = doubled.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
        expect(await all(undouble(of(...cut)))).toBe(text)
      }),
    )
  })

  it('leaves alone what never was', async () => {
    expect(await all(undouble(of('Müller, SÃO, Ã', ' und Å')))).toBe('Müller, SÃO, Ã und Å')
  })
})
