import type { ActivityEntry } from './permission'

/** One word that is looked for in the activity: a part of who it was, or what any of these terms stands for. */
export interface ActivityWord {
  /** Lower case. */
  text: string
  /** As {@link termsOf} has them. */
  terms: string[]
}

/** What was done, or only asked for. */
export type Deed = `${'did' | 'asked'}_${ActivityEntry['what']}`

type Told = Pick<ActivityEntry, 'what' | 'outcome' | 'type'>

/** What an entry tells of. */
export const deedOf = ({ what, outcome, type }: Told): Deed => {
  if (what === 'revoke') return 'did_revoke'
  // Without data it is to be signed in without being asked each time.
  if (what === 'request') return type === null ? 'asked_signIn' : 'asked_request'
  return outcome === 'allowed' ? `did_${what}` : `asked_${what}`
}

/** What the words of an entry are made of, besides the name of who it was: whoever shows it knows the words. */
export const termsOf = (entry: Told & Pick<ActivityEntry, 'fields' | 'duration'>): string[] => [
  deedOf(entry),
  entry.outcome,
  ...(entry.type === null ? [] : [entry.type]),
  ...entry.fields,
  // Of what was not allowed it is not said.
  ...(entry.duration !== null && entry.outcome === 'allowed' ? [entry.duration] : []),
]
