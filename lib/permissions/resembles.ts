import type { Grantee } from '../contract/permission'
import { hostOf, isLocal } from './origin'
import { readLabel, skeleton } from './skeleton'

// Below these, names under two letters of a country, and names under a host that gives them away, belong to different people.
const SECOND_LEVEL = new Set(['ac', 'co', 'com', 'edu', 'go', 'gob', 'gov', 'gouv', 'ne', 'net', 'nom', 'or', 'org'])
const SHARED_HOSTS = new Set([
  'blogspot.com',
  'codeberg.page',
  'github.io',
  'gitlab.io',
  'herokuapp.com',
  'netlify.app',
  'onrender.com',
  'pages.dev',
  'vercel.app',
  'web.app',
  'workers.dev',
])

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
  const host = hostOf(grantee).replace(/\.$/, '')
  // Addresses in numbers, and single words as in a home network, are nobody's names.
  if (isLocal(grantee) || !host.includes('.') || /^[\d.]+$/.test(host)) return null
  const labels = host.split('.')
  const lastTwo = labels.slice(-2)
  const isSplit =
    SHARED_HOSTS.has(lastTwo.join('.')) || (lastTwo[1]?.length === 2 && SECOND_LEVEL.has(lastTwo[0] ?? ''))
  const suffix = isSplit && labels.length > 2 ? 2 : 1
  const own = labels.slice(0, -suffix)
  const shown = own.map((label) => skeleton(readLabel(label)))
  return {
    domain: labels.slice(-suffix - 1).join('.'),
    name: shown.at(-1) ?? '',
    suffix: labels.slice(-suffix).join('.'),
    labels: shown,
  }
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
