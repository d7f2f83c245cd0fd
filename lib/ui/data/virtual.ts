/** Which rows of a long list are in sight: from `first` up to, not with, `end`. */
export interface Sight {
  first: number
  end: number
}

// Rows beyond the edges that are drawn all the same, so that a slow frame shows no gap.
const MARGIN = 8
// Rows are asked for in steps of so many, so that scrolling a little asks for nothing.
const STEP = 50

/** The rows in sight, with a margin on both sides. */
export const sightOf = (scrolled: number, height: number, row: number, total: number): Sight => {
  const first = Math.max(0, Math.min(total, Math.floor(scrolled / row)) - MARGIN)
  return { first, end: Math.min(total, Math.ceil((scrolled + height) / row) + MARGIN) }
}

/** What to ask for so that the rows in sight are there, and a few more on both sides. */
export const askedFor = ({ first, end }: Sight): { offset: number; limit: number } => {
  const offset = Math.max(0, Math.floor(first / STEP) * STEP - STEP)
  return { offset, limit: Math.ceil((end - offset) / STEP) * STEP + STEP }
}

/** The row that a key leads to from another one; null where the key means nothing here. */
export const rowAfter = (key: string, row: number, total: number, page: number): number | null => {
  const to = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    Home: 0,
    End: total - 1,
    PageDown: row + page,
    PageUp: row - page,
  }[key]
  return to === undefined || total === 0 ? null : Math.max(0, Math.min(total - 1, to))
}

/** How far to scroll so that a row is whole in sight; the same where it is. */
export const revealing = (row: number, size: number, scrolled: number, height: number): number =>
  Math.min(row * size, Math.max(scrolled, (row + 1) * size - height))
