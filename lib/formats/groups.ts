/** The members of a list by their key, in its order. `Map.groupBy` is not in every Node that runs the tests. */
export const groupsOf = <Member>(list: readonly Member[], keyOf: (member: Member) => string): Map<string, Member[]> => {
  const groups = new Map<string, Member[]>()
  for (const member of list) {
    const key = keyOf(member)
    const group = groups.get(key)
    if (group) group.push(member)
    else groups.set(key, [member])
  }
  return groups
}
