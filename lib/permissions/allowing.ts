import type { Grant } from '../contract/permission'
import type { SealedStore } from '../vault/sealed'
import type { Activity, Noted } from './activity'
import {
  type Allowed,
  type DoneOnce,
  grantIds,
  grantsOf,
  notedOfAct,
  notedOfGrant,
  receiptOfDone,
  receiptOfGrant,
  toldBy,
} from './giving'
import type { Grants } from './grants'
import type { Receipts } from './receipts'
import type { Sites } from './sites'
import type { Step } from './step'

/** What comes of the person’s word: as the facade says it. */
export interface Allowing {
  allow(allowed: Allowed): Promise<Grant[]>
  done(done: DoneOnce): Promise<void>
}

interface Parts {
  store: SealedStore
  now(): number
  session: string
  grants: Grants
  sites: Sites
  activity: Activity
  receipts: Receipts
  save(more: () => readonly Step[]): Promise<void>
}

/** Grants, receipts and activity of what was allowed, in one transaction. */
export const allowing = ({ store, now, session, grants, sites, activity, receipts, save }: Parts): Allowing => {
  /** As `save`; what could not be given is not said to have been. */
  const saveNew = async (plan: () => { steps: readonly Step[]; noted: readonly Noted[] } | null): Promise<void> => {
    let takeBack = () => {}
    try {
      await save(() => {
        const made = plan()
        takeBack = activity.count(made?.noted ?? []).takeBack
        return made?.steps ?? []
      })
    } catch (error) {
      takeBack()
      throw error
    }
  }

  const allow: Allowing['allow'] = async (allowed) => {
    const ids = grantIds(store, allowed)
    const rows = grantsOf(allowed, ids, now(), session)
    await saveNew(() => {
      if (ids.some((id) => grants.get(id))) return null
      const connected = rows.some(({ capability }) => capability === 'identity.connect')
      const steps = [
        grants.give(rows),
        receipts.give(rows.map((row) => receiptOfGrant(row, allowed.did))),
        sites.know(allowed.grantee, { connected }),
      ]
      return { steps, noted: rows.map(notedOfGrant) }
    })
    return ids.flatMap((id) => grants.get(id) ?? [])
  }

  const done: Allowing['done'] = async (what) => {
    const receipt = receiptOfDone(what, now())
    if (receipt && (await receipts.get(receipt.id))) return
    await saveNew(() => ({
      steps: [sites.know(what.grantee, toldBy(what.acts)), ...(receipt ? [receipts.give([receipt])] : [])],
      noted: what.acts.map((act) => notedOfAct(act, what.grantee)),
    }))
  }

  return { allow, done }
}
