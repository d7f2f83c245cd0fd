import type { Page } from 'playwright-core'

/** A bare RTCDataChannel between two pages: what Hearth is measured against. */
interface Bare {
  pc: RTCPeerConnection
  /** When it opened, on the shared clock. */
  opened: Promise<number>
  channel: Promise<RTCDataChannel>
  /** When each message arrived. */
  arrived: number[]
}

declare global {
  var bare: Bare
}

const offer = async (remote: RTCSessionDescriptionInit | null) => {
  const pc = new RTCPeerConnection({ iceServers: [] })
  const { promise: channel, resolve } = Promise.withResolvers<RTCDataChannel>()
  const bare: Bare = {
    pc,
    channel,
    arrived: [],
    opened: channel.then(
      (open) =>
        new Promise((tell) => {
          open.binaryType = 'arraybuffer'
          open.onmessage = () => void bare.arrived.push(performance.timeOrigin + performance.now())
          if (open.readyState === 'open') tell(performance.timeOrigin + performance.now())
          else open.onopen = () => tell(performance.timeOrigin + performance.now())
        }),
    ),
  }
  globalThis.bare?.pc.close()
  globalThis.bare = bare
  if (remote) {
    pc.ondatachannel = ({ channel }) => resolve(channel)
    await pc.setRemoteDescription(remote)
  } else {
    resolve(pc.createDataChannel('bare'))
  }
  await pc.setLocalDescription()
  if (pc.iceGatheringState !== 'complete')
    await new Promise<void>((gathered) => {
      pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && gathered()
    })
  return pc.localDescription?.toJSON() as RTCSessionDescriptionInit
}

/** Opens one between two pages; answers with how long it took from the answer to open on both sides. */
export const openBare = async (alice: Page, bob: Page): Promise<number> => {
  const answer = await bob.evaluate(offer, await alice.evaluate(offer, null))
  const [{ begun, opened }, other] = await Promise.all([
    alice.evaluate(async (answer) => {
      const begun = performance.timeOrigin + performance.now()
      await bare.pc.setRemoteDescription(answer)
      return { begun, opened: await bare.opened }
    }, answer),
    bob.evaluate(() => bare.opened),
  ])
  return Math.max(opened, other) - begun
}

/** Sends so many messages of so many bytes at once; answers with how long it took until the last arrived. */
export const sendBare = async (alice: Page, bob: Page, count: number, bytes: number): Promise<number> => {
  await bob.evaluate(() => {
    bare.arrived = []
  })
  const begun = await alice.evaluate(
    async ({ count, bytes }) => {
      const channel = await bare.channel
      const begun = performance.timeOrigin + performance.now()
      for (let i = 0; i < count; i++) channel.send(new Uint8Array(bytes))
      return begun
    },
    { count, bytes },
  )
  await bob.waitForFunction((count) => bare.arrived.length >= count, count)
  return (await bob.evaluate(() => bare.arrived.at(-1) as number)) - begun
}
