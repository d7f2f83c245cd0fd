import type { Self } from '../conversation/context'
import { forgetInvitations } from '../conversation/inviting'
import type { Ledger } from '../conversation/ledger'
import { introduce } from '../conversation/profile'
import { sendingSessions } from '../conversation/sending'
import { withoutOldKeys } from '../conversation/session'
import { newPrekey, PREKEY_RENEWAL } from '../identity/prekey'

/** How often upkeep looks at the clock while the vault is open, in milliseconds. */
export const UPKEEP_EVERY = 3_600_000

/** Makes a prekey when the newest is a week old and tells the contacts; forgets keys whose time is over. */
export const upkeep = (ledger: Ledger, self: Self, now: number): Promise<void> =>
  ledger.change((draft) => {
    forgetInvitations(draft, now)
    for (const record of [...draft.sessions.values()]) {
      const session = withoutOldKeys(record.session, now)
      if (session !== record.session) draft.sessions.put({ ...record, session })
    }
    for (const prekey of [...draft.prekeys.values()]) if (prekey.forgetAt < now) draft.prekeys.delete(prekey.id)
    const newest = Math.max(0, ...[...draft.prekeys.values()].filter((p) => p.record).map((p) => p.createdAt))
    if (newest + PREKEY_RENEWAL > now) return
    const { record, createdAt, expiresAt, ...keys } = newPrekey(self.device, now)
    draft.prekeys.put({ id: String(keys.id), keys, record, createdAt, forgetAt: expiresAt, opened: [] })
    for (const { id, alarm } of [...draft.contacts.values()])
      if (alarm !== 'fork' && sendingSessions(draft, id).length > 0) introduce(draft, self, id, now)
  })
