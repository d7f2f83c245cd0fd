import { parseMessagesFile } from '@wxt-dev/i18n/build'
import type { Tree } from './source'

/** Every key of the English locale. */
export const readKeys = async (): Promise<string[]> =>
  (await parseMessagesFile('assets/locales/en.yml'))
    .map(({ key }) => key.join('.'))
    .filter((key) => !key.startsWith('@@')) // the browser's own

// 'chats.invite', t('language'), and `presence.${state}`, whose end may be anything.
const LITERAL = /(['"])([a-z]\w*(?:\.\w+)+)\1/g
const TEMPLATE = /`([a-z]\w*(?:\.\w+)*\.\w*)\$\{/g
const SINGLE = /\bt\('(\w+)'\)/g
const MANIFEST = /__MSG_(\w+)__/g

export interface Words {
  missing: string[]
  unused: string[]
}

/** Which keys the sources use that no locale has, and which of the locale nobody uses. */
export const checkWords = (keys: readonly string[], tree: Tree): Words => {
  const roots = new Set(keys.map((key) => key.split('.')[0]))
  const literals = new Set<string>()
  const beginnings: string[] = []
  for (const text of tree.values()) {
    for (const [, , key = ''] of text.matchAll(LITERAL)) if (roots.has(key.split('.')[0])) literals.add(key)
    for (const [, key = ''] of text.matchAll(SINGLE)) literals.add(key)
    for (const [, beginning = ''] of text.matchAll(TEMPLATE)) beginnings.push(beginning)
    for (const [, name = ''] of text.matchAll(MANIFEST)) {
      const key = keys.find((each) => each.replaceAll('.', '_') === name)
      literals.add(key ?? name)
    }
  }
  return {
    missing: [...literals].filter((key) => !keys.includes(key)),
    unused: keys.filter((key) => !literals.has(key) && !beginnings.some((beginning) => key.startsWith(beginning))),
  }
}
