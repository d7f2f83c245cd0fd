import type { ContactId } from '../../lib/contract/ids'
import type { Person } from './person'

/** Who writes sealed texts where nothing else reaches: one each way, after which the two are connected again. */
export interface Post {
  /** Carries a sealed text each way unless both are connected; one round after the other. */
  carry(): Promise<void>
  rounds(): number
}

/** A post for two, given what each calls the other. */
export const postOf = (people: readonly [Person, Person], contacts: readonly [ContactId, ContactId]): Post => {
  let last: Promise<void> = Promise.resolve()
  let rounds = 0
  const isDirect = async (i: 0 | 1) =>
    (await people[i].look('conversation', { contact: contacts[i], limit: 1 }))?.connection.state === 'direct'
  const bring = async (from: 0 | 1, to: 0 | 1) => {
    const { text } = await people[from].ask('sealText', { contact: contacts[from], text: '' })
    // Asked a second time, because the agent died after the first, it was opened already.
    await people[to].ask('openSealedText', { text }).catch((error: Error) => {
      if (!error.message.endsWith('already-opened')) throw error
    })
  }
  const round = async () => {
    if ((await isDirect(0)) && (await isDirect(1))) return
    rounds++
    await bring(0, 1)
    await bring(1, 0)
  }
  return {
    carry: () => {
      last = last.then(round)
      return last
    },
    rounds: () => rounds,
  }
}
