import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'

const OUT = '.output/chrome-mv3'
const read = (file) => readFileSync(join(OUT, file), 'utf8')

/** A script and all that it imports at once, each once. */
const withImports = (script, seen = new Set()) => {
  if (seen.has(script)) return seen
  seen.add(script)
  for (const [, path] of read(script).matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g)) {
    withImports(join(dirname(script), path), seen)
  }
  return seen
}

/** What a page loads before it is itself: scripts with their imports, and styles. */
const page = (file) => {
  const files = [...read(file).matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(([, path]) => path)
  return [...new Set(files.flatMap((path) => (path.endsWith('.js') ? [...withImports(path)] : [path])))]
}

const entry = (name, files, limit) => ({ name, path: files.map((file) => join(OUT, file)), limit, brotli: false })

// Bytes as the browser parses them: an extension is not compressed on its way to it.
export default [
  entry('background', [...withImports('background.js')], '520 kB'),
  entry('formats', ['formats.js'], '550 kB'),
  entry('link', page('offscreen.html'), '150 kB'),
  ...['popup', 'sidepanel', 'home'].map((name) => entry(name, page(`${name}.html`), '250 kB')),
  // In a page's own world, and beside it.
  entry('page provider', ['page-provider.js'], '3 kB'),
  entry('page bridge', ['page-bridge.js'], '5 kB'),
  { name: 'client', path: '.output/client/hearth.js', limit: '4 kB', gzip: true },
  ...['chrome', 'firefox'].map((browser) => ({
    name: `store package, ${browser}`,
    path: `.output/hearth-${browser}.zip`,
    limit: '600 kB',
    brotli: false,
  })),
]
