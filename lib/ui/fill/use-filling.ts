import { useEffect, useState } from 'preact/hooks'
import type { FormFill, FormLook } from '../../contract/form-fill'
import type { ItemId } from '../../contract/ids'
import { chosen, type Group, groupsOf, type Picks, type Row, rowsOf } from '../../forms/plan'
import { useItems } from '../data/use-items'
import { useProfiles } from './profiles'

/** What the page is; `away` while it may not be looked at, or is no page. */
export type Looked = { look: FormLook; groups: Group[] } | 'away'

/** Looks at the page, and again when asked to. */
export const useLook = (form: FormFill): { seen: Looked | undefined; again: () => Promise<void> } => {
  const [seen, setSeen] = useState<Looked>()
  const again = async () => {
    const look = await form.look()
    setSeen(look ? { look, groups: groupsOf(look) } : 'away')
  }
  useEffect(() => void again(), [form])
  return { seen, again }
}

/** A group with whom it is filled from and what would go into it. */
export interface GroupPlan {
  group: Group
  profile: ItemId | null
  rows: Row[]
  picks: Picks
}

/** What the person decides: from whom, which of several values, and what is left out. */
export const useFilling = (look: FormLook, groups: readonly Group[], text: string) => {
  const profiles = useProfiles(text)
  const [own, setOwn] = useState<Record<string, ItemId | null>>({})
  const [picks, setPicks] = useState<Record<string, Picks>>({})
  const [ticks, setTicks] = useState<Record<number, boolean>>({})
  const [first] = groups
  // A search does not take away what was chosen.
  const [initial, setInitial] = useState<ItemId | null>(null)
  const begin = initial ?? profiles?.list[0]?.id ?? null
  useEffect(() => setInitial(begin), [begin])
  const all = (first && own[first.key]) ?? begin
  const profileOf = (key: string) => own[key] ?? all
  const items = useItems(groups.flatMap(({ key }) => profileOf(key) ?? []))
  const plans: GroupPlan[] = groups.map((group) => {
    const profile = profileOf(group.key)
    const item = profile === null ? undefined : items.get(profile)
    const rows = item ? rowsOf(group, item, look.language) : []
    return { group, profile, rows, picks: picks[group.key] ?? {} }
  })
  const ticked = ({ field }: Row) => ticks[field.id] ?? field.form === first?.form
  const entries = plans.flatMap(({ rows, picks: picked }) =>
    rows.filter(ticked).flatMap((row) => chosen(row, picked)?.entry ?? []),
  )
  /** Of which items' fields came what went into these fields. */
  const given = (filled: readonly number[]) =>
    plans.flatMap(({ profile, rows, picks: picked }) => {
      const gone = rows.filter(({ field }) => filled.includes(field.id))
      const fields = [...new Set(gone.flatMap((row) => chosen(row, picked)?.source ?? []))]
      const type = items.get(profile ?? ('' as ItemId))?.type
      return type === undefined || fields.length === 0 ? [] : [{ type, fields }]
    })
  return {
    profiles,
    items,
    plans,
    entries,
    given,
    ticked,
    tick: (id: number, on: boolean) => setTicks((before) => ({ ...before, [id]: on })),
    choose: (key: string, id: ItemId | null) => {
      setOwn((before) => ({ ...before, [key]: id }))
      setPicks((before) => ({ ...before, [key]: {} }))
    },
    pick: (key: string, which: string, index: number) =>
      setPicks((before) => ({ ...before, [key]: { ...before[key], [which]: index } })),
  }
}

export type Filling = ReturnType<typeof useFilling>
