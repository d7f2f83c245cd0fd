import { here, type Place } from '../place'
import { Shell } from '../shell/shell'
import { wide } from '../wide'
import { AddItem } from './add-item'
import { Bin } from './bin'
import { ChooseItem } from './choose-item'
import { Export } from './export'
import { Import } from './import'
import { ItemView } from './item-view'
import { Items } from './items'
import { Charts, MergeDuplicates, Query, Timeline } from './tool-screens'

/** The screens of the data: the list, and beside it or instead of it what was chosen. */
export const DataScreens = ({ unread }: { unread: number }) => {
  const detail = detailOf(here.value)
  const list = <Items beside={wide.value} />
  return (
    <Shell unread={unread} list={list}>
      {detail ?? (wide.value ? <ChooseItem /> : list)}
    </Shell>
  )
}

const detailOf = (place: Place) => {
  switch (place.at) {
    case 'item':
      return <ItemView key={place.item} id={place.item} />
    case 'add':
      return <AddItem key={place.type} type={place.type} />
    case 'import':
      return <Import />
    case 'export':
      return <Export />
    case 'timeline':
      return <Timeline />
    case 'charts':
      return <Charts />
    case 'query':
      return <Query />
    case 'duplicates':
      return <MergeDuplicates />
    case 'bin':
      return <Bin />
    default:
      return null
  }
}
