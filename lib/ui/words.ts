import { i18n } from '#i18n'
import type { Reason } from '../contract/errors'

/** The one way from a key of `assets/locales` to words; the compiler knows every key and its placeholders. */
export const t = i18n.t

type Snake<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}_${Snake<Tail>}` : S
/** A key of `assets/locales` out of a name of the contract. */
export const snake = <S extends string>(text: S) => text.replaceAll('-', '_') as Snake<S>

/** What somebody pasted or typed, where that makes the words more exact. */
export type Thing = 'invitation' | 'reply' | 'sealed' | 'message'

const EXACT = {
  invitation: ['damaged', 'expired', 'already-used', 'your-own', 'newer-version', 'too-large'],
  reply: ['damaged', 'expired', 'already-used', 'for-somebody-else', 'newer-version', 'too-large'],
  sealed: ['damaged', 'for-somebody-else', 'your-own', 'newer-version', 'too-large'],
  message: ['too-large'],
} as const satisfies Record<Thing, readonly Reason[]>

type Exact = { [T in Thing]: `${T}_${Snake<(typeof EXACT)[T][number]>}` }[Thing]

const BEGIN = { invitation: 'INVITATION', reply: 'REPLY', sealed: 'SEALED[\\s>]*TEXT' } as const

/** Whether a text holds the BEGIN line of such a block, whatever else is around it. */
export const holds = (text: string, kind: keyof typeof BEGIN): boolean =>
  new RegExp(`BEGIN[\\s>]*HEARTH[\\s>]*${BEGIN[kind]}`, 'i').test(text)

/** The words for what is whole, and was pasted where it does not belong; null where nothing of the kind is seen. */
export const belongsElsewhere = (reason: Reason, pasted: string): string | null => {
  const invitation = holds(pasted, 'invitation')
  const sealed = holds(pasted, 'sealed')
  if (reason === 'not-an-invitation' && sealed) return t('elsewhere.invitation_sealed')
  if (reason === 'not-a-reply' && invitation) return t('elsewhere.reply_invitation')
  if (reason === 'not-a-reply' && sealed) return t('elsewhere.reply_sealed')
  if (reason === 'not-sealed-text' && invitation) return t('elsewhere.sealed_invitation')
  return null
}

/** What happened and what to do, for every reason there is: a reason without words does not compile. */
export const wordsFor = (reason: Reason, thing?: Thing): string =>
  thing !== undefined && (EXACT[thing] as readonly Reason[]).includes(reason)
    ? t(`unusable.${`${thing}_${snake(reason)}` as Exact}`)
    : t(`error.${snake(reason)}`)

/** What is wrong with the address of a relay; null where the reason is no reason of theirs. */
export const relayProblem = (reason: Reason | null): string | null =>
  reason === 'bad-relay' ? wordsFor(reason) : reason === 'too-many' ? t('relays.too_many') : null

/** The first sentence, and the rest: what happened, then what to do. */
export const sentences = (text: string): [string, string] => {
  const [first] = new Intl.Segmenter(t('language'), { granularity: 'sentence' }).segment(text)
  const end = first?.segment.length ?? text.length
  return [text.slice(0, end), text.slice(end)]
}
