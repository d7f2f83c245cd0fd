import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Carrier } from '../../lib/carriers/carrier'
import type { Peer } from '../../lib/contract/link-api'
import { sha256, toHex } from '../../lib/crypto/hash'

/** Three people who can reach one another, as a carrier's own test sets them up. */
export interface Scene {
  alice: Carrier
  bob: Carrier
  carol: Carrier
  /** Bob and Carol as Alice names them. */
  toBob: Peer
  toCarol: Peer
  /** The largest frame that this carrier takes. */
  largest: number
  /** Does what the carrier leaves to people. */
  carry(): Promise<void>
  /** Lets somebody hand bytes to Bob that no agent would send. Resolves once they were dropped, with how many. */
  garbage(): Promise<number>
  end(): Promise<void>
}

const bytes = (length: number, seed: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31 + seed) & 255)
const hashes = (frames: readonly Uint8Array[]): string[] => frames.map((frame) => toHex(sha256(frame))).sort()

/** What every carrier promises. Order, and arrival once, are nobody's promise. */
export const carrierSuite = (name: string, setup: () => Promise<Scene>): void => {
  describe(`carrier: ${name}`, () => {
    let scene: Scene
    beforeEach(async () => {
      scene = await setup()
    })
    afterEach(() => scene.end())

    const inbox = (carrier: Carrier): Uint8Array[] => {
      const frames: Uint8Array[] = []
      carrier.onFrame((frame) => void frames.push(frame))
      return frames
    }
    const arrive = (frames: readonly Uint8Array[], count: number): Promise<void> =>
      vi.waitFor(() => expect(frames).toHaveLength(count), { timeout: 10_000, interval: 5 })

    it('brings every frame as it was', async () => {
      const got = inbox(scene.bob)
      const sent = [1, 2, 255, 256, 579, 1_000, 16_300, 40_000].map(bytes)
      for (const frame of sent) await scene.alice.send(scene.toBob, frame)
      await scene.carry()
      await arrive(got, sent.length)
      expect(hashes(got)).toEqual(hashes(sent))
    })

    it('brings frames that were sent all at once', async () => {
      const got = inbox(scene.bob)
      const sent = Array.from({ length: 40 }, (_, i) => bytes(700, i))
      await Promise.all(sent.map((frame) => scene.alice.send(scene.toBob, frame)))
      await scene.carry()
      await arrive(got, sent.length)
      expect(hashes(got)).toEqual(hashes(sent))
    })

    it('takes one byte, and its largest frame', async () => {
      const got = inbox(scene.bob)
      const sent = [bytes(1, 7), bytes(scene.largest, 7)]
      for (const frame of sent) {
        await scene.alice.send(scene.toBob, frame)
        await scene.carry()
      }
      await arrive(got, 2)
      expect(hashes(got)).toEqual(hashes(sent))
    })

    it.each([0, 1])('refuses an empty frame and one over its bound: %d', async (over) => {
      const frame = new Uint8Array(over ? scene.largest + 1 : 0)
      await expect(scene.alice.send(scene.toBob, frame)).rejects.toMatchObject({ reason: 'too-large' })
    })

    it('mixes nobody up', async () => {
      const [atBob, atCarol, atAlice] = [inbox(scene.bob), inbox(scene.carol), inbox(scene.alice)]
      for (let i = 0; i < 10; i++) await scene.alice.send(i % 2 ? scene.toBob : scene.toCarol, bytes(100 + i, i))
      await scene.carry()
      await arrive(atBob, 5)
      await arrive(atCarol, 5)
      expect(atBob.every((f) => f.length % 2 === 1)).toBe(true)
      expect(atCarol.every((f) => f.length % 2 === 0)).toBe(true)
      expect(atAlice).toEqual([])
    })

    it('drops what no agent would send, and counts it', async () => {
      const got = inbox(scene.bob)
      expect(await scene.garbage()).toBeGreaterThan(0)
      await scene.alice.send(scene.toBob, bytes(50, 1))
      await scene.carry()
      await arrive(got, 1)
      expect(got).toEqual([bytes(50, 1)])
    })

    it('loses nothing by a listener that throws', async () => {
      scene.bob.onFrame(() => {
        throw new Error('mine')
      })
      scene.bob.onFrame(() => Promise.reject(new Error('mine too')))
      const got = inbox(scene.bob)
      for (let i = 0; i < 3; i++) await scene.alice.send(scene.toBob, bytes(10 + i, i))
      await scene.carry()
      await arrive(got, 3)
    })

    it('tells a listener nothing after it has stopped', async () => {
      const stopped = vi.fn()
      scene.bob.onFrame(stopped)()
      const got = inbox(scene.bob)
      await scene.alice.send(scene.toBob, bytes(10, 1))
      await scene.carry()
      await arrive(got, 1)
      expect(stopped).not.toHaveBeenCalled()
    })

    it('takes and tells nothing once closed', async () => {
      const [atBob, atCarol] = [inbox(scene.bob), inbox(scene.carol)]
      await scene.bob.close()
      await scene.bob.close()
      await scene.alice.send(scene.toBob, bytes(10, 1)).catch(() => undefined)
      await scene.alice.send(scene.toCarol, bytes(10, 2))
      await scene.carry().catch(() => undefined)
      await arrive(atCarol, 1)
      expect(atBob).toEqual([])

      await scene.alice.close()
      expect(scene.alice.reach(scene.toCarol)).toBe('no')
      await expect(scene.alice.send(scene.toCarol, bytes(10, 3))).rejects.toMatchObject({ reason: 'unreachable' })
    })
  })
}
