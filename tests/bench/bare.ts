import type { Runs } from './page.ts'

/** A bare RTCDataChannel between two pages: what Hearth is measured against. Times are on the clock that all pages share. */
interface Bare {
  pc: RTCPeerConnection
  /** When it opened; rejects where the browser gives up. */
  opened: Promise<number>
  /** When the browser next notices that nothing comes through; false where it ended the channel with that. */
  weak(): Promise<boolean>
  channel: Promise<RTCDataChannel>
  /** When so many messages have arrived since the last time that somebody asked. */
  arrived(count: number): Promise<number>
}

declare global {
  var bare: Bare
}

/** Run in a page: a connection that offers, or waits for an offer. */
export const prepare = ({ iceServers, offers }: { iceServers: RTCIceServer[]; offers: boolean }) => {
  globalThis.bare?.pc.close()
  const now = () => performance.timeOrigin + performance.now()
  const pc = new RTCPeerConnection({ iceServers })
  const channel = Promise.withResolvers<RTCDataChannel>()
  const opened = Promise.withResolvers<number>()
  const times: number[] = []
  let look = () => {}
  pc.addEventListener('connectionstatechange', () => {
    if (pc.connectionState === 'failed') opened.reject(new Error('the browser gave up'))
  })
  opened.promise.catch(() => {})
  const hold = (open: RTCDataChannel) => {
    open.binaryType = 'arraybuffer'
    open.onmessage = () => {
      times.push(now())
      look()
    }
    open.onopen = () => opened.resolve(now())
    if (open.readyState === 'open') opened.resolve(now())
    channel.resolve(open)
  }
  if (offers) hold(pc.createDataChannel('bare'))
  else pc.ondatachannel = ({ channel }) => hold(channel)
  const arrived = (count: number) =>
    new Promise<number>((resolve) => {
      look = () => {
        if (times.length < count) return
        // What comes next is for whoever asks next.
        look = () => {}
        resolve(times.splice(0, count).at(-1) as number)
      }
      look()
    })
  const weak = () =>
    new Promise<boolean>((resolve) => {
      const look = () => ['disconnected', 'failed'].includes(pc.connectionState) && resolve(true)
      pc.addEventListener('connectionstatechange', look)
      void channel.promise.then((open) => open.addEventListener('close', () => resolve(false)))
    })
  globalThis.bare = { pc, channel: channel.promise, opened: opened.promise, weak, arrived }
}

/** Run in a page: its offer or answer, with the candidates that 3 s bring, which is as long as Hearth waits. */
export const describe = async ({ remote, restart }: { remote: RTCSessionDescriptionInit | null; restart: boolean }) => {
  const { pc } = bare
  if (remote) await pc.setRemoteDescription(remote)
  if (restart) pc.restartIce()
  // Asked for before: at a restart the state is still that of the last time for a while.
  const gathered = new Promise<void>((resolve) => {
    pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && resolve()
    setTimeout(resolve, 3_000)
  })
  await pc.setLocalDescription()
  await gathered
  return pc.localDescription?.toJSON() as RTCSessionDescriptionInit
}

/** Offer and answer, handed over at once; answers with when the answer was, on the pages' clock. */
const exchange = async (alice: Runs, bob: Runs, restart: boolean): Promise<number> => {
  const offer = await alice.evaluate(describe, { remote: null, restart })
  const answer = await bob.evaluate(describe, { remote: offer, restart: false })
  return alice.evaluate(async (answer) => {
    const begun = performance.timeOrigin + performance.now()
    await bare.pc.setRemoteDescription(answer)
    return begun
  }, answer)
}

/** Opens one between two pages; answers with how long it took from the answer to open on both sides. Rejects where a browser gives up. */
export const openBare = async (alice: Runs, bob: Runs, iceServers: RTCIceServer[] = []): Promise<number> => {
  await alice.evaluate(prepare, { iceServers, offers: true })
  await bob.evaluate(prepare, { iceServers, offers: false })
  const begun = await exchange(alice, bob, false)
  const opened = await Promise.all([alice, bob].map((page) => page.evaluate(() => bare.opened, undefined)))
  return Math.max(...opened) - begun
}

/** Restarts ICE over a signalling of no delay. */
export const restartBare = (alice: Runs, bob: Runs): Promise<number> => exchange(alice, bob, true)

/** Resolves when a page next notices that nothing comes through; false where a restart can no more help. */
export const weakBare = (page: Runs): Promise<boolean> => page.evaluate(() => bare.weak(), undefined)

/** Resolves when the channel has closed, which no restart can mend: Firefox does so as soon as its address has gone. */
export const closedBare = (page: Runs): Promise<null> =>
  page.evaluate(async () => {
    const channel = await bare.channel
    if (channel.readyState === 'open') await new Promise((resolve) => channel.addEventListener('close', resolve))
    return null
  }, undefined)

/** Sends so many messages of so many bytes at once; answers with how long it took until the last arrived. */
export const sendBare = async (alice: Runs, bob: Runs, count: number, bytes: number): Promise<number> => {
  const begun = await alice.evaluate(
    async ({ count, bytes }) => {
      const channel = await bare.channel
      const begun = performance.timeOrigin + performance.now()
      for (let i = 0; i < count; i++) channel.send(new Uint8Array(bytes))
      return begun
    },
    { count, bytes },
  )
  return (await bob.evaluate((count) => bare.arrived(count), count)) - begun
}
