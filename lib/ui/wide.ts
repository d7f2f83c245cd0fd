import { signal } from '@preact/signals'

const query = matchMedia('(min-width: 720px)')

/** Whether there is room for a list and a detail side by side. */
export const wide = signal(query.matches)
query.addEventListener('change', () => {
  wide.value = query.matches
})
