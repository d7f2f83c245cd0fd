import { forgetAccepted } from '../conversation/accepting'
import { tendSessions } from '../conversation/beginning'
import { isFrozen } from '../conversation/contact'
import type { Self } from '../conversation/context'
import { forgetInvitations } from '../conversation/inviting'
import type { Draft, Ledger } from '../conversation/ledger'
import { forgetSessions } from '../conversation/opening'
import { introduce } from '../conversation/profile'
import { sendingSessions } from '../conversation/sending'
import { withoutOldKeys } from '../conversation/session'
import { newPrekey, PREKEY_RENEWAL } from '../identity/prekey'

/** How often upkeep looks at the clock while the vault is open, in milliseconds. */
export const UPKEEP_EVERY = 3_600_000

/** Makes a prekey when the newest is a week old and tells the contacts; forgets keys whose time is over. */
export const upkeep = async (ledger: Ledger, self: Self, now: number): Promise<void> => {
  if (await ledger.change((draft) => renewKeys(draft, self, now))) await introduceAll(ledger, self, now)
}

/** Tells every contact our name, devices and newest prekey; whom that fails for keeps nobody else from hearing it. */
export const introduceAll = async (ledger: Ledger, self: Self, now: number): Promise<void> => {
  for (const contact of [...ledger.contacts.values()])
    if (!isFrozen(contact) && sendingSessions(ledger, contact.id).length > 0)
      await ledger.change((draft) => introduce(draft, self, contact.id, now)).catch(() => undefined)
}

const renewKeys = (draft: Draft, self: Self, now: number): boolean => {
  forgetInvitations(draft, now)
  forgetAccepted(draft, now)
  forgetSessions(draft, now)
  for (const record of [...draft.sessions.values()]) {
    const session = withoutOldKeys(record.session, now)
    if (session !== record.session) draft.sessions.put({ ...record, session })
  }
  for (const prekey of [...draft.prekeys.values()]) if (prekey.forgetAt < now) draft.prekeys.delete(prekey.id)
  const newest = Math.max(0, ...[...draft.prekeys.values()].filter((p) => p.record).map((p) => p.createdAt))
  if (newest + PREKEY_RENEWAL > now) return false
  const { record, createdAt, expiresAt, ...keys } = newPrekey(self.device, now)
  draft.prekeys.put({ id: String(keys.id), keys, record, createdAt, forgetAt: expiresAt, opened: [] })
  return true
}

/** Begins the sessions that are missing with anybody, one contact after the other: after a month's absence that is some work. */
export const tendContacts = async (ledger: Ledger, self: Self, now: number): Promise<void> => {
  for (const { id } of [...ledger.contacts.values()])
    await ledger.change((draft) => tendSessions(draft, self, id, now)).catch(() => undefined)
}
