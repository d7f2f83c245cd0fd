import { createLink } from '../../../lib/carriers/link'
import { reasonOf } from '../../../lib/contract/errors'
import type { Link } from '../../../lib/contract/link-api'
import { encodeOffer, grow, parseOffer, shrink } from '../../../lib/contract/offer'
import { packBytes, unpackBytes } from '../../../lib/rpc/link-port'

let link: Link = createLink()
let events: unknown[] = []
let heard: () => void = () => undefined
/** The channel of a peer that says whatever it likes, once it may: it may open on this side after the other. */
let hostile: Promise<RTCDataChannel> = Promise.reject(new Error('nobody answered'))
hostile.catch(() => undefined)
let hostilePath: RTCPeerConnection | null = null

/** What the tests ask of a plain page that runs the real link; bytes travel as they do over a port. */
const page = {
  /** Begins anew with a fresh link, which keeps so many connections open. */
  async begin(maxOpen?: number): Promise<void> {
    await link.command('close', {})
    link = createLink(undefined, maxOpen)
    events = []
    link.listen((event) => {
      events.push(packBytes(event))
      heard()
    })
  },

  async command(name: string, params: unknown): Promise<unknown> {
    try {
      return { value: packBytes(await link.command(name as 'close', unpackBytes(params) as never)) }
    } catch (error) {
      return { reason: reasonOf(error) }
    }
  },

  /** The events since the last time, as soon as there is one. */
  async events(): Promise<unknown[]> {
    if (events.length === 0)
      await new Promise<void>((resolve) => {
        heard = resolve
      })
    return events.splice(0)
  },

  /** Answers an offer with nothing of ours but the description: a peer that may then say whatever it likes. */
  async answerBare(packed: unknown): Promise<unknown> {
    const { offer } = unpackBytes(packed) as { offer: Uint8Array }
    const pc = new RTCPeerConnection({ iceServers: [] })
    hostile = new Promise((resolve) => {
      pc.addEventListener('datachannel', ({ channel }) => {
        if (channel.readyState === 'open') resolve(channel)
        else channel.addEventListener('open', () => resolve(channel), { once: true })
      })
    })
    hostilePath = pc
    await pc.setRemoteDescription(grow(parseOffer(offer)))
    await pc.setLocalDescription()
    while (pc.iceGatheringState !== 'complete')
      await new Promise((resolve) => pc.addEventListener('icegatheringstatechange', resolve, { once: true }))
    return packBytes({ answer: encodeOffer(shrink(pc.localDescription as RTCSessionDescription)) })
  },
  async sayBare(message: string | number[]): Promise<void> {
    const channel = await hostile
    if (typeof message === 'string') channel.send(message)
    else channel.send(Uint8Array.from(message))
  },
  openBare(): void {
    hostilePath?.createDataChannel('hearth')
  },
}

declare global {
  var linkPage: typeof page
}
globalThis.linkPage = page
