import { shownName } from '../names'

/** A name that somebody else chose: cut, on one line, and unable to reorder the words around it. */
export const PersonName = ({ name, class: className }: { name: string; class?: string | undefined }) => (
  <bdi class={className}>{shownName(name)}</bdi>
)
