/** JSON in which the names of every object stand in order: the same text for the same value; what is undefined is null. */
export const canonical = (value: unknown): string => JSON.stringify(value, inOrder) ?? 'null'

/** Whether two values are the same as JSON, in whatever order their names stand. */
export const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)

const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
