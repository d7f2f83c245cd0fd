import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Duplicates } from '../../../contract/data-api'
import { type Reason, reasonOf } from '../../../contract/errors'
import { usePanel } from '../../panel'
import { Problem } from '../../parts/banner'
import { Loading } from '../../parts/loading'
import { View } from '../../shell/view'
import { t } from '../../words'
import { patiently } from '../patient'
import { useItems } from '../use-items'
import type { Outcome } from './group'
import { Group } from './group'
import style from './merge.module.css'
import { Merged } from './merged'

/** Contacts that may be one person, one group after the other. */
export const MergeScreen = () => {
  const panel = usePanel()
  const [groups, setGroups] = useState<readonly Duplicates[] | null>(null)
  const [reason, setReason] = useState<Reason | null>(null)
  const search = useCallback(() => {
    patiently(() => panel.ask('duplicates', {})).then(
      (found) => setGroups(found.groups),
      (error: unknown) => setReason(reasonOf(error)),
    )
  }, [panel])
  useEffect(search, [search])
  return (
    <View title={t('merge.title')} back={{ at: 'data' }}>
      <div class={style.merge}>
        <Problem reason={reason} />
        {groups === null ? reason === null && <Loading words={t('merge.loading')} /> : <Review groups={groups} />}
      </div>
    </View>
  )
}

const Review = ({ groups }: { groups: readonly Duplicates[] }) => {
  const [at, setAt] = useState(0)
  const [merges, setMerges] = useState(0)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const group = groups[at]
  const done = (next: Outcome) => {
    setOutcome(next)
    setAt(at + 1)
    if (next.what === 'merged') setMerges(merges + 1)
  }
  return (
    <>
      <Merged
        outcome={outcome}
        onUndone={() => {
          setMerges(merges - 1)
          setAt(at - 1)
        }}
      />
      {group ? (
        <Shown key={at} group={group} place={t('merge.place', { at: at + 1, all: groups.length })} onDone={done} />
      ) : (
        <p class={style.end}>{groups.length === 0 ? t('merge.none') : t('merge.end', merges)}</p>
      )}
    </>
  )
}

interface ShownProps {
  group: Duplicates
  place: string
  onDone: (outcome: Outcome) => void
}

/** A group as it is now: who is in the bin meanwhile belongs to it no more, and one alone is no group. */
const Shown = ({ group, place, onDone }: ShownProps) => {
  const seen = useItems(group.ids)
  const items = useMemo(
    () => (group.ids.every((id) => seen.has(id)) ? group.ids.flatMap((id) => seen.get(id) ?? []) : null),
    [group.ids, seen],
  )
  const [deciding, setDeciding] = useState(false)
  // Merging puts all but one in the bin before it answers: until then they are shown as they were.
  const held = useRef(items)
  if (!deciding) held.current = items
  const gone = items !== null && items.length < 2 && !deciding
  useEffect(() => {
    if (gone) onDone({ what: 'skipped' })
  }, [gone])
  if (held.current === null || gone) return <Loading words={t('merge.loading')} />
  return <Group because={group.because} items={held.current} {...{ place, onDone }} onDeciding={setDeciding} />
}
