import { HearthError, type Reason } from '../../../lib/contract/errors'
import type { ContactId } from '../../../lib/contract/ids'
import type { ConversationView, Panel, PanelCommands, PanelWatches } from '../../../lib/contract/panel-api'

type Answers = {
  [K in keyof PanelCommands]?: (
    params: Parameters<PanelCommands[K]>[0],
  ) => ReturnType<PanelCommands[K]> | Promise<ReturnType<PanelCommands[K]>>
}

type Computed = {
  [K in keyof PanelWatches]?: (
    params: PanelWatches[K]['params'],
  ) => PanelWatches[K]['value'] | Promise<PanelWatches[K]['value']>
}

/** What the scripted agent knows. A part that is left out never answers its watch. */
export interface World {
  status: PanelWatches['status']['value']
  me?: PanelWatches['me']['value']
  conversations?: PanelWatches['conversations']['value']
  invitations?: PanelWatches['invitations']['value']
  diagnostics?: PanelWatches['diagnostics']['value']
  data?: PanelWatches['data']['value']
  imports?: PanelWatches['imports']['value']
  prompt?: PanelWatches['prompt']['value']
  /** What a watch with parameters gets, made when it is asked for. */
  views?: { [K in keyof PanelWatches]?: (params: PanelWatches[K]['params']) => PanelWatches[K]['value'] }
  /** Whole conversations, of which a watch gets the newest. */
  talks?: ConversationView[]
  /** What depends on what was asked; whoever watches is told again after every command. */
  computed?: Computed
  answers?: Answers
}

/** A panel with a script instead of an agent. `asked` holds every command, `change` lets the world go on. */
export interface FakePanel extends Panel {
  asked: { name: string; params: unknown }[]
  /** How often anything was watched or told. */
  events: number
  world: World
  change(part: Partial<World>): void
}

/** An answer that always fails for a reason. */
export const refuse = (reason: Reason) => (): never => {
  throw new HearthError(reason)
}

/** The script, played: watches answer a little later, like a real agent. */
export const fakePanel = (first: World): FakePanel => {
  let world = first
  const watchers = new Set<() => void>()
  const conversation = ({ contact, limit }: { contact: ContactId; limit: number }) => {
    const whole = world.talks?.find(({ id }) => id === contact)
    if (whole === undefined) return world.talks === undefined ? undefined : null
    return { ...whole, messages: whole.messages.slice(-limit), more: whole.messages.length > limit }
  }
  const panel: FakePanel = {
    asked: [],
    events: 0,
    get world() {
      return world
    },
    async ask(name, params) {
      panel.asked.push({ name, params })
      await Promise.resolve()
      const answer = world.answers?.[name] as ((params: unknown) => never) | undefined
      const value = await answer?.(params)
      if (world.computed) panel.change({})
      return value as never
    },
    watch(name, params, onValue) {
      let live = true
      const known = () => (name === 'conversation' ? conversation(params as never) : world[name as 'status'])
      let last: string | undefined
      const tell = async () => {
        panel.events++
        const compute = (world.computed?.[name] ?? world.views?.[name]) as ((params: unknown) => unknown) | undefined
        const value = (await compute?.(params)) ?? known()
        if (!live || value === undefined || (compute && JSON.stringify(value) === last)) return
        last = JSON.stringify(value)
        panel.events++
        onValue(structuredClone(value) as never)
      }
      watchers.add(tell)
      queueMicrotask(tell)
      return () => {
        live = false
        watchers.delete(tell)
      }
    },
    change(part) {
      world = { ...world, ...part }
      for (const tell of watchers) tell()
    },
  }
  return panel
}
