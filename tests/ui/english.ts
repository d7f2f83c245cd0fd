import { generateChromeMessages, parseMessagesFile } from '@wxt-dev/i18n/build'

const messages = generateChromeMessages(await parseMessagesFile('assets/locales/en.yml'))

/** A script that gives a page the English words the way a browser gives them to an extension. */
export const englishScript = `globalThis.chrome = { i18n: { getMessage: (${getMessage})(${JSON.stringify(messages)}) } }`

function getMessage(all: Record<string, { message: string }>) {
  return (key: string, substitutions: string[] = []) =>
    (all[key]?.message ?? '').replace(/\$(\d)/g, (_, n) => substitutions[n - 1] ?? '').replaceAll('$$', '$')
}

/** The same for this process. Import it before anything that speaks. */
Object.assign(globalThis, { chrome: { i18n: { getMessage: getMessage(messages) } } })
