import { isLocal, originParts } from '../contract/origin'
import type { Grantee } from '../contract/permission'
import { readLabel, skeleton } from './skeleton'

// Names that say what a site is and not whose: nobody is taken for somebody else by these alone.
const GENERIC = new Set(
  'account admin api app apps auth bank blog cdn chat cloud data demo docs forum help home info login mail news online pay portal search secure shop signin site static store support test video web wiki www'.split(
    ' ',
  ),
)
const SHORT = 4
const LONG = 9
const ALONE = 6

/** A host, cut where its owner's name stands: `www.paypal.co.uk` is `paypal`, under `co.uk`. */
interface Named {
  /** The part that somebody registered. */
  domain: string
  /** Its first label, as it looks. */
  name: string
  suffix: string
  /** All labels before the suffix, as they look. */
  labels: string[]
}

/** Of the sites that a person knows, the one that this one may be taken for; null where there is none, or where it is one of them. */
export const resembling = (grantee: Grantee, known: readonly Grantee[]): Grantee | null => {
  const asking = nameOf(grantee)
  if (!asking || known.includes(grantee)) return null
  const others = known.flatMap((each) => {
    const named = nameOf(each)
    return named ? [{ each, named }] : []
  })
  if (others.some(({ named }) => named.domain === asking.domain)) return null
  for (const alike of [looksTheSame, isMistyped, borrowsName]) {
    const found = others.find(({ named }) => alike(asking, named))
    if (found) return found.each
  }
  return null
}

const nameOf = (grantee: Grantee): Named | null => {
  const { below, name: domain, suffix } = originParts(grantee)
  if (isLocal(grantee) || suffix === '') return null
  const own = `${below}${domain}`.slice(0, -suffix.length - 1).split('.')
  const labels = own.map((label) => skeleton(readLabel(label)))
  return { domain, name: labels.at(-1) ?? '', suffix, labels }
}

const looksTheSame = (asking: Named, known: Named): boolean =>
  asking.name === known.name && (asking.suffix === known.suffix || isTelling(known.name))

const isMistyped = (asking: Named, known: Named): boolean => {
  if (known.name.length < SHORT || (GENERIC.has(known.name) && asking.suffix !== known.suffix)) return false
  return isWithin(asking.name, known.name, known.name.length >= LONG ? 2 : 1)
}

// `paypal-login.example`, `paypal.com.example`, `paypallogin.example`: what anybody may put before a name of their own.
const borrowsName = (asking: Named, known: Named): boolean => {
  if (!isTelling(known.name)) return false
  const words = asking.labels.flatMap((label) => [label, ...label.split('-')])
  if (words.includes(known.name)) return true
  return known.name.length >= ALONE && words.some((w) => w.startsWith(known.name) || w.endsWith(known.name))
}

const isTelling = (name: string): boolean => name.length >= SHORT && !GENERIC.has(name)

/** Whether one becomes the other by at most `most` letters more, less, changed, or changed places with the next. */
const isWithin = (a: string, b: string, most: number): boolean => {
  if (Math.abs(a.length - b.length) > most) return false
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      next.push(cost)
    }
    before = row
    row = next
  }
  return (row[b.length] ?? 0) <= most
}
