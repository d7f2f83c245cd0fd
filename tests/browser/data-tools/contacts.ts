import { join } from 'node:path'
import type { ChangeId, ItemId } from '../../../lib/contract/ids'
import type { Draft, Fields } from '../../../lib/contract/item'
import type { ChaosPage } from '../../chaos/page'
import { PASSPHRASE } from '../harness/person'
import { bundle } from '../harness/site'

declare const chaosPage: ChaosPage

/** Gives a page the panel's commands, as `chaosPage`. */
export const script = await bundle(join(import.meta.dirname, '..', '..', 'chaos', 'page.ts'))

/** What both browsers' pages can do alike. */
export interface Evaluates {
  evaluate<T, A>(work: (argument: A) => T | Promise<T>, argument: A): Promise<T>
}

/** A contact with these fields. */
export const contact = (name: string, fields: Fields): Draft => ({
  type: 'Contact',
  fields: { name, ...fields },
  tags: [name],
})
/** A list of values without labels. */
export const listed = (...values: string[]) => values.map((value) => ({ value }))
/** Two contacts that are one person. */
export const anna = () => [
  contact('Anna Muller', { email: listed('anna@example.org'), jobTitle: 'Carpenter', worksFor: 'Mill & Sons' }),
  contact('Muller, Anna', { email: listed('Anna@Example.org', 'a@work.example') }),
]

/** Somebody with nothing yet, without a screen. */
export const settle = (page: Evaluates): Promise<void> =>
  page.evaluate(async (passphrase) => {
    await chaosPage.ask('createIdentity', { name: 'Ann', passphrase })
    await chaosPage.ask('confirmWords', {})
    await chaosPage.ask('chooseWays', { routers: { kind: 'none' }, relays: [] })
    await chaosPage.look('data', {}, (data) => data !== null && !data.loading)
  }, PASSPHRASE)

export const unlock = (page: Evaluates): Promise<void> =>
  page.evaluate(async (passphrase) => {
    await chaosPage.look('status', {}, ({ phase }) => phase !== 'empty')
    await chaosPage.ask('unlock', { passphrase })
    await chaosPage.look('data', {}, (data) => data !== null && !data.loading)
  }, PASSPHRASE)

/** Adds these items one by one; answers with their ids. */
export const add = (page: Evaluates, drafts: Draft[]): Promise<ItemId[]> =>
  page.evaluate(async (all) => {
    const ids: ItemId[] = []
    for (const draft of all) {
      const id = crypto.randomUUID().replaceAll('-', '') as ItemId
      await chaosPage.ask('saveItem', { id, draft, rev: null })
      ids.push(id)
    }
    return ids
  }, drafts)

/** Two contacts as they are: apart, merged, or something that must not be. */
export const stateOf = (page: Evaluates, ids: ItemId[]): Promise<string> =>
  page.evaluate(async ([first, second]) => {
    const see = async (id: ItemId) => (await chaosPage.look('item', { id }, (value) => value !== null))?.item
    let [into, other, again] = [await see(first as ItemId), await see(second as ItemId), await see(first as ItemId)]
    // What was asked before may be done between two looks.
    while (into?.rev !== again?.rev) {
      into = again
      other = await see(second as ItemId)
      again = await see(first as ItemId)
    }
    if (!into || !other) return 'lost'
    const united = JSON.stringify(into.fields.email).includes('a@work.example')
    const binned = other.binnedAt !== undefined
    if (into.binnedAt !== undefined || united !== binned) return 'half'
    return !united ? 'apart' : into.change === other.change ? 'merged' : 'half'
  }, ids)

/** Asks to merge the two, and waits for no answer. */
export const beginMerge = (page: Evaluates, ids: ItemId[]): Promise<void> =>
  page.evaluate(async ([into, other]) => {
    const revs: Record<string, number> = {}
    for (const id of [into, other] as ItemId[])
      revs[id] = (await chaosPage.look('item', { id }, (value) => value !== null))?.item?.rev ?? 0
    const draft: Draft = {
      type: 'Contact',
      fields: { name: 'Anna', email: [{ value: 'anna@example.org' }, { value: 'a@work.example' }] },
      tags: [],
    }
    void chaosPage.ask('mergeItems', { into: into as ItemId, others: [other as ItemId], draft, revs })
  }, ids)

/** Resolves when the two are merged, with the change that this was. */
export const merged = (page: Evaluates, ids: ItemId[]): Promise<ChangeId> =>
  page.evaluate(async (id) => {
    const value = await chaosPage.look('item', { id }, (each) => each?.undo?.what === 'merged')
    return value?.undo?.id as ChangeId
  }, ids[0] as ItemId)

/** Asks to undo a change, and waits for no answer. */
export const beginUndo = (page: Evaluates, change: ChangeId): Promise<void> =>
  page.evaluate((id) => void chaosPage.ask('undo', { change: id }), change)

/** Resolves when the second of the two is out of the bin. */
export const apart = (page: Evaluates, ids: ItemId[]): Promise<unknown> =>
  page.evaluate(
    (id) => chaosPage.look('item', { id }, (value) => value !== null && value.item?.binnedAt === undefined),
    ids[1] as ItemId,
  )
