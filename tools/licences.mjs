// What the packages that ship with Hearth ask to be shipped with them: their licences, as `third-party.txt` in the extension.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Of this one only a few lines are bundled; what it depends on runs while building. */
const BUILDS = new Set(['@wxt-dev/i18n'])

const read = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** Where a package lies for whoever depends on it: beside it, or further up. */
const find = (name, from) => {
  for (
    let folder = from;
    folder.includes('node_modules');
    folder = folder.slice(0, folder.lastIndexOf('node_modules') - 1)
  ) {
    const path = join(folder, 'node_modules', name)
    if (existsSync(path)) return path
  }
  return join('node_modules', name)
}

/** Every package that ships, by its folder. */
const shipped = () => {
  const found = new Map()
  const visit = (name, from) => {
    const folder = find(name, from)
    if (found.has(folder)) return
    const about = read(join(folder, 'package.json'))
    found.set(folder, about)
    if (!BUILDS.has(name)) for (const each of Object.keys(about.dependencies ?? {})) visit(each, folder)
  }
  for (const name of Object.keys(read('package.json').dependencies)) visit(name, '')
  return found
}

// The Mozilla licence asks for the way to its text, not for the text. Apache's ends with advice to whoever uses it.
const MOZILLA = 'Under the Mozilla Public License 2.0: https://www.mozilla.org/MPL/2.0/'
const ADVICE = /END OF TERMS AND CONDITIONS[\s\S]*/

const textOf = (folder) => {
  const file = readdirSync(folder).find((name) => /^(un)?licen[cs]e(\.|-|$)/i.test(name))
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : null
  return text?.startsWith('Mozilla Public License') ? MOZILLA : text?.replace(ADVICE, '').trim()
}

const addressOf = ({ repository, homepage }) => {
  const url = (typeof repository === 'string' ? repository : repository?.url) ?? homepage ?? ''
  return url
    .replace(/^git\+/, '')
    .replace(/^git:/, 'https:')
    .replace(/\.git$/, '')
}

/** The packages with versions, licences, where their source is, and each text once. Needs installed packages. */
export const licences = () => {
  const texts = new Map()
  for (const [folder, about] of shipped()) {
    const line = `${about.name} ${about.version} (${about.license}) ${addressOf(about)}`
    const text = textOf(folder) ?? `Under the licence named ${about.license}.`
    texts.set(text, [...(texts.get(text) ?? []), line])
  }
  const parts = [...texts].map(([text, names]) => `${names.sort().join('\n')}\n\n${text}\n`)
  return `Hearth is built with these packages. Their authors ask that this comes with it.\n\n${parts.sort().join(`\n${'-'.repeat(80)}\n\n`)}`
}
