/** Contacts that may be one person, side by side. */
export const MergeDuplicates = () => null
