import { type DataConnection, Peer, type PeerOptions } from 'peerjs'
import { HearthError } from '../contract/errors'
import { grow, type Offer, shrink } from '../contract/offer'

/** One PeerJS connection that has described itself, and what it said. */
export interface Described {
  connection: DataConnection
  pc: RTCPeerConnection
  description: Offer
}

/** PeerJS without a server: descriptions come and go as values. */
export interface Serverless {
  /** Begins a connection. Resolves once candidates were gathered, or 3 s have passed. */
  offer(iceServers: RTCIceServer[]): Promise<Described>
  /** Begins the other side of one. Errors: damaged. */
  answer(iceServers: RTCIceServer[], offer: Offer): Promise<Described>
  /** Completes ours with their answer. Errors: damaged. */
  accept(described: Described, answer: Offer): Promise<void>
}

const GATHER = 3_000
/** A description that the browser refuses is only logged by PeerJS: silence tells. */
const DESCRIBE = 5_000

// PeerJS addresses peers by name; ours are told apart by connection alone.
const SELF = 'self'
const OTHER = 'other'

interface SocketMessage {
  type: 'OFFER' | 'ANSWER' | 'CANDIDATE'
  payload: { connectionId: string }
}
type OnDescribed = (connectionId: string) => void

/** PeerJS makes its socket in a method of its own, called before any field of a subclass exists: hence a class, and the option. */
class ServerlessPeer extends Peer {
  constructor(onDescribed: OnDescribed) {
    // Its defaults are its own cloud, Google's STUN and its TURN: every one of them is replaced.
    const options = { host: 'invalid', secure: true, debug: 0, config: { iceServers: [] }, onDescribed }
    super(SELF, options as PeerOptions)
  }
  /** In the place of PeerJS's (1.5.5, private): the four members it uses. Candidates are inside the descriptions. */
  protected _createServerConnection(): unknown {
    const { onDescribed } = this.options as unknown as { onDescribed: OnDescribed }
    return {
      start: () => undefined,
      close: () => undefined,
      removeAllListeners: () => undefined,
      send: ({ type, payload }: SocketMessage) => {
        if (type !== 'CANDIDATE') onDescribed(payload.connectionId)
      },
    }
  }
  receive(type: 'OFFER' | 'ANSWER', connectionId: string, offer: Offer): void {
    const payload = {
      type: 'data',
      connectionId,
      label: 'hearth',
      serialization: 'raw',
      reliable: true,
      sdp: grow(offer),
    }
    const peer = this as unknown as { _handleMessage(message: unknown): void }
    peer._handleMessage({ type, src: OTHER, dst: SELF, payload })
  }
}

/** Needs RTCPeerConnection. */
export const serverless = (): Serverless => {
  const waiting = new Map<string, () => void>()
  const peer = new ServerlessPeer((connectionId) => waiting.get(connectionId)?.())

  const describe = async (iceServers: RTCIceServer[], begin: (id: string) => DataConnection): Promise<Described> => {
    const id = crypto.randomUUID().replaceAll('-', '')
    const described = new Promise<void>((resolve) => waiting.set(id, resolve))
    ;(peer.options as { config: RTCConfiguration }).config = { iceServers }
    const connection = begin(id)
    const pc = connection.peerConnection
    // PeerJS would close on `failed`, which is no end while the answer is still on its way in a letter.
    pc.oniceconnectionstatechange = null
    try {
      await within(DESCRIBE, described)
      await gathered(pc)
      return { connection, pc, description: shrink(pc.localDescription as RTCSessionDescription) }
    } catch (error) {
      connection.close()
      throw error
    } finally {
      waiting.delete(id)
    }
  }

  return {
    offer: (iceServers) =>
      describe(iceServers, (connectionId) =>
        peer.connect(OTHER, { reliable: true, serialization: 'raw', label: 'hearth', connectionId } as object),
      ),
    answer: (iceServers, offer) =>
      describe(iceServers, (connectionId) => {
        peer.receive('OFFER', connectionId, offer)
        return peer.getConnection(OTHER, connectionId) as DataConnection
      }),
    accept: async ({ connection, pc }, answer) => {
      const applied = until(pc, 'signalingstatechange', () => pc.signalingState !== 'have-local-offer')
      peer.receive('ANSWER', connection.connectionId, answer)
      await within(DESCRIBE, applied)
      if (pc.signalingState !== 'stable') throw new HearthError('damaged', 'answer not accepted')
    },
  }
}

const gathered = (pc: RTCPeerConnection): Promise<void> => {
  const complete = until(pc, 'icegatheringstatechange', () => pc.iceGatheringState === 'complete')
  return within(GATHER, complete).catch(() => undefined)
}

const until = (target: EventTarget, event: string, reached: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (!reached()) return
      target.removeEventListener(event, look)
      resolve()
    }
    target.addEventListener(event, look)
    look()
  })

const within = (ms: number, what: Promise<void>): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HearthError('damaged', 'description not accepted')), ms)
  })
  return Promise.race([what, late]).finally(() => clearTimeout(timer))
}
