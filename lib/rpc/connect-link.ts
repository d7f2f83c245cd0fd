import { reasonOf } from '../contract/errors'
import { LINK_PORT, type Link, type LinkCommands } from '../contract/link-api'
import { lastingPort } from './lasting-port'
import { type FromLink, packBytes, type ToLink, unpackBytes } from './link-port'

/** A worker is stopped after 30 s of silence. */
const AWAKE_EVERY = 20_000

/**
 * Lets the agent use this context's link, over a port that is opened again whenever the worker was stopped. Every event is
 * told on each new port until the agent took it. Returns how to stop.
 */
export const connectLink = (link: Link): (() => void) => {
  let numbers = 0
  const untaken = new Map<number, { told: FromLink; taken(): void }>()
  let awake: ReturnType<typeof setInterval> | undefined

  const obey = async ({ id, name, params }: ToLink & { kind: 'command' }): Promise<void> => {
    try {
      const value = await link.command(name as keyof LinkCommands, unpackBytes(params) as never)
      say({ kind: 'answer', id, value: packBytes(value) })
    } catch (error) {
      say({ kind: 'error', id, reason: reasonOf(error) })
    }
  }
  const took = (number: number): void => {
    untaken.get(number)?.taken()
    untaken.delete(number)
  }
  const keepAwake = (on: boolean): void => {
    clearInterval(awake)
    if (on) awake = setInterval(() => say({ kind: 'awake' }), AWAKE_EVERY)
  }

  const port = lastingPort(LINK_PORT, {
    onOpen: ({ say }) => {
      for (const { told } of untaken.values()) say(told)
    },
    onMessage: (message) => {
      const said = message as ToLink
      if (said.kind === 'command') void obey(said)
      else if (said.kind === 'took') took(said.number)
      else if (said.kind === 'keep-awake') keepAwake(said.on)
    },
    onLost: () => undefined,
  })
  const say = (message: FromLink): boolean => port.say(message)

  const unlisten = link.listen(
    (event) =>
      new Promise<void>((taken) => {
        const number = ++numbers
        const told: FromLink = { kind: 'event', number, event: packBytes(event) }
        untaken.set(number, { told, taken })
        say(told)
      }),
  )
  return () => {
    unlisten()
    keepAwake(false)
    port.close()
  }
}
