import { importsOf, type Tree } from './source'

/** Who may import whom: ARCHITECTURE.md shows the same table. A path with a slash is one file, a name the whole folder. */
export const ARROWS: Record<string, readonly string[]> = {
  contract: [],
  crypto: ['contract'],
  identity: ['contract', 'crypto'],
  store: ['contract'],
  vault: ['contract', 'crypto', 'store'],
  items: ['contract', 'crypto', 'store', 'vault'],
  formats: ['contract', 'crypto'],
  forms: ['contract'],
  permissions: ['contract', 'crypto', 'store', 'vault'],
  conversation: ['contract', 'crypto', 'identity', 'carriers/carrier.ts', 'carriers/letter.ts', 'carriers/pace.ts'],
  carriers: ['contract', 'crypto'],
  clouds: ['contract'],
  rpc: ['contract'],
  client: ['contract'],
  games: ['contract', 'crypto'],
  agent: [
    'contract',
    'crypto',
    'identity',
    'store',
    'vault',
    'items',
    'carriers',
    'conversation',
    'permissions',
    'clouds',
    'games',
  ],
  ui: [
    'contract',
    'rpc',
    'games',
    'forms',
    'formats/connect-worker.ts',
    'formats/worker-api.ts',
    'formats/mapping.ts',
    'formats/encoding.ts',
    'formats/dates.ts',
  ],
}

/** Packages that only some places may import: a folder, or one file. */
export const PACKAGES: Record<string, readonly string[]> = {
  // Its default accepts a forgery under a small-order key; our `verify` does not.
  '@noble/ed25519': ['lib/crypto/signature.ts'],
  '@noble/post-quantum': ['lib/crypto/'],
  'webextension-polyfill': ['entrypoints/', 'lib/rpc/', 'lib/agent/browser.ts', 'lib/agent/surfaces.ts'],
  peerjs: ['lib/carriers/'],
  'nostr-tools': ['lib/carriers/'],
  dexie: ['lib/store/', 'lib/vault/sealed.ts'],
  wxt: ['entrypoints/'],
  preact: ['lib/ui/', 'entrypoints/'],
  '#i18n': ['lib/ui/'],
}

const folderOf = (path: string) => path.split('/').slice(0, 2).join('/')

/** Every import that goes uphill, sideways between entrypoints, or to a package that is not for this place. */
export const uphill = (tree: Tree): string[] =>
  [...tree.keys()].flatMap((path) =>
    importsOf(path, tree).flatMap(({ target, package: isPackage }) => {
      const arrow = `${path} -> ${target}`
      if (isPackage) {
        const places = PACKAGES[target]
        return !places || places.some((place) => path.startsWith(place)) ? [] : [arrow]
      }
      if (folderOf(path) === folderOf(target)) return []
      if (path.startsWith('entrypoints/')) return target.startsWith('entrypoints/') ? [arrow] : []
      const [, folder = ''] = path.split('/')
      const inLib = target.replace(/^lib\//, '')
      const allowed = (ARROWS[folder] ?? []).some((to) =>
        to.includes('/') ? inLib === to : inLib.startsWith(`${to}/`),
      )
      return allowed && target.startsWith('lib/') ? [] : [arrow]
    }),
  )

/** Every circle of imports, once, written from its first file in alphabetical order. */
export const circles = (tree: Tree): string[] => {
  const found = new Set<string>()
  const done = new Set<string>()
  const visit = (path: string, trail: string[]) => {
    const at = trail.indexOf(path)
    if (at >= 0) {
      const ring = trail.slice(at)
      const first = ring.indexOf([...ring].sort()[0] ?? '')
      found.add([...ring.slice(first), ...ring.slice(0, first)].join(' -> '))
      return
    }
    if (done.has(path)) return
    // A type that two files share is no circle: nothing of it is left when they run.
    for (const { target, typeOnly } of importsOf(path, tree))
      if (!typeOnly && tree.has(target)) visit(target, [...trail, path])
    done.add(path)
  }
  for (const path of tree.keys()) visit(path, [])
  return [...found]
}
