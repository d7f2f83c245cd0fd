/** The editor for a new item of a type. */
export const AddItem = (_: { type: string }) => null
