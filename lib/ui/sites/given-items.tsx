import type { ItemId } from '../../contract/ids'
import type { ScopeView } from '../../contract/sites-api'
import { shownTitle } from '../data/shown'
import { useWatch } from '../panel'
import { hrefOf } from '../place'
import { capped, plain } from '../prompt/site-text'

const LONGEST = 40

/** Which items are given, where they are few. */
export const GivenItems = ({ scope }: { scope: ScopeView | null }) =>
  scope === null || scope.all ? null : scope.items.map((id) => <GivenItem key={id} id={id} />)

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
