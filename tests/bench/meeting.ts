import type { ContactId } from '../../lib/contract/ids.ts'
import type { Routers } from '../../lib/contract/panel-api.ts'
import type { Runs } from './page.ts'

// What two people do to meet, over the panel port of pages in which the bench is installed.

/** First run, from an empty profile to an open vault. */
export const settleIn = (
  page: Runs,
  who: { name: string; passphrase: string; routers: Routers; relays: string[] },
): Promise<void> =>
  page.evaluate(async ({ name, passphrase, routers, relays }) => {
    await bench.ask('createIdentity', { name, passphrase })
    await bench.ask('confirmWords', {})
    await bench.ask('chooseWays', { routers, relays })
  }, who)

/** Makes an invitation; answers with its text. */
export const invite = (page: Runs): Promise<string> =>
  page.evaluate(async () => {
    const { id } = await bench.ask('invite', {})
    const { value } = await bench.until('invitations', {}, (all) => all.some((one) => one.id === id))
    return value.find((one) => one.id === id)?.text ?? ''
  }, undefined)

/** Accepts one; answers with the inviter as a contact, and the reply to carry. */
export const accept = (page: Runs, text: string): Promise<{ contact: ContactId; reply: string }> =>
  page.evaluate(async (text) => {
    const { contact } = await bench.ask('acceptInvitation', { text })
    const { value } = await bench.until('conversation', { contact, limit: 1 }, (view) => view?.replyText != null)
    return { contact, reply: value?.replyText ?? '' }
  }, text)

/** Pastes the reply and says "Yes, connect"; answers with whom it was from, and when that began. */
export const connect = (page: Runs, reply: string): Promise<{ contact: ContactId; begun: number }> =>
  page.evaluate(async (text) => {
    const begun = bench.now()
    await bench.ask('pasteReply', { text })
    const { value } = await bench.until('invitations', {}, (all) => all.some(({ answers }) => answers.length > 0))
    const { id: invitation = '' as never, answers } = value.find((one) => one.answers.length > 0) ?? {}
    const { contact } = await bench.ask('confirmAnswer', { invitation, answer: answers?.[0]?.id ?? '' })
    return { contact, begun }
  }, reply)

/** When this contact is reached directly. */
export const direct = (page: Runs, contact: ContactId): Promise<number> =>
  page.evaluate(async (contact) => {
    const isDirect = (view: { connection: { state: string } } | null) => view?.connection.state === 'direct'
    return (await bench.until('conversation', { contact, limit: 1 }, isDirect)).at
  }, contact)
