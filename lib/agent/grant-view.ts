import type { ItemId } from '../contract/ids'
import type { Grant, Scope } from '../contract/permission'
import type { GrantView, ScopeView } from '../contract/sites-api'

const FEW = 3

/** A grant as the lists show it: however many items it names, few of them cross to a panel. */
export const grantView = ({ scope, tab: _, ...grant }: Grant): GrantView => ({
  ...grant,
  scope: scope && scopeView(scope),
})

const scopeView = ({ fields, all, records }: Scope): ScopeView => {
  const rules = Object.entries(records)
  const given = rules.flatMap(([id, rule]) => (Object.keys(rule).length > 0 ? [id as ItemId] : []))
  const instead = rules.some(([, rule]) => Object.values(rule).some((each) => each !== true && 'instead' in each))
  const items = given.length > FEW ? [] : given
  return { fields, all, given: given.length, leftOut: rules.length - given.length, items, instead }
}
