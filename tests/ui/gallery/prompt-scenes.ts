import type { PromptView } from '../../../lib/contract/sites-api'
import * as asks from './asks'
import { refuse, type World } from './fake-panel'

const open = { phase: 'open', unread: 0 } as const
const scene = (
  view: PromptView | null,
  { more = 0, rtl = false, answers = {} }: { more?: number; rtl?: boolean; answers?: World['answers'] } = {},
) => ({
  surface: 'prompt' as const,
  ...(rtl && { rtl }),
  world: {
    status: open,
    prompt: { view, more },
    answers: { allowRequest: () => undefined, denyRequest: () => undefined, pickable: asks.pickable, ...answers },
  } satisfies World,
})

/** Every state of the window in which sites ask. */
export const PROMPT_SCENES = {
  'prompt-read': scene(asks.delivery, { more: 1 }),
  'prompt-read-long': scene(asks.deliveryLong),
  'prompt-read-rtl': scene(asks.deliveryLong, { more: 3, rtl: true }),
  'prompt-read-many': scene(asks.measurements),
  'prompt-read-kinds': scene(asks.everything),
  'prompt-sign-in': scene(asks.signIn),
  'prompt-sign-in-first': scene(asks.signInFirst),
  'prompt-sign-in-rtl': scene(asks.signInFirst, { rtl: true }),
  'prompt-connect': scene(asks.connect),
  'prompt-pick-one': scene(asks.pickOne),
  'prompt-pick-many': scene(asks.pickMany),
  'prompt-pick-refused': scene(asks.pickMany, { answers: { pickable: refuse('internal') } }),
  'prompt-write': scene(asks.write),
  'prompt-write-new': scene(asks.writeNew),
  'prompt-write-steps': scene(asks.writeSteps),
  'prompt-write-many': scene(asks.writeMany),
  'prompt-write-nothing': scene(asks.writeNothing),
  'prompt-write-rtl': scene(asks.write, { rtl: true }),
  'prompt-delete': scene(asks.deletion),
  'prompt-standing': scene(asks.standing),
  'prompt-empty': scene(asks.empty),
  'prompt-delete-nothing': scene(asks.nothingToDelete),
  'prompt-resembles': scene(asks.resembling),
  'prompt-local': scene(asks.local),
  'prompt-hostile': scene(asks.hostile, { more: 4 }),
  'prompt-changed': scene(asks.delivery, { answers: { allowRequest: refuse('changed-since') } }),
  'prompt-refused': scene(asks.delivery, {
    answers: { allowRequest: refuse('storage-full'), denyRequest: refuse('internal') },
  }),
  'prompt-saving': scene(asks.delivery, { answers: { allowRequest: () => new Promise<never>(() => {}) } }),
  'prompt-nothing': scene(null),
  'prompt-locked': { surface: 'prompt' as const, world: { status: { phase: 'locked' }, prompt: null } satisfies World },
  'prompt-nobody': { surface: 'prompt' as const, world: { status: { phase: 'empty' }, prompt: null } satisfies World },
}
