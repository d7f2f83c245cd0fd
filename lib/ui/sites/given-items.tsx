import type { ItemId } from '../../contract/ids'
import type { Scope } from '../../contract/permission'
import { shownTitle } from '../data/shown'
import { useWatch } from '../panel'
import { hrefOf } from '../place'
import { capped, plain } from '../prompt/site-text'

const MOST = 3
const LONGEST = 40

/** Which items are given, where they are few. */
export const GivenItems = ({ scope }: { scope: Scope | null }) => {
  if (scope === null || scope.all) return null
  const given = Object.entries(scope.records).filter(([, rule]) => Object.keys(rule).length > 0)
  if (given.length > MOST) return null
  return given.map(([id]) => <GivenItem key={id} id={id as ItemId} />)
}

const GivenItem = ({ id }: { id: ItemId }) => {
  const item = useWatch('item', { id })?.item
  return item ? (
    <>
      {' · '}
      <a href={hrefOf({ at: 'item', item: id })}>
        <bdi>{capped(plain(shownTitle(item.type, item.fields)), LONGEST)}</bdi>
      </a>
    </>
  ) : null
}
