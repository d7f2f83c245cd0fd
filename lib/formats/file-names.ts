/** What Windows reads as a device, whatever stands behind the first dot. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$)(?=\.|$)/i
/** No file system takes these in a name, or they turn the direction of what follows. */
const UNSAFE = /[<>:"/\\|?*\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu
const LONGEST = 100
const LONGEST_ENDING = 12

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'image/svg+xml': '.svg',
  'image/heic': '.heic',
  'application/pdf': '.pdf',
  'text/plain': '.txt',
  'audio/mpeg': '.mp3',
  'video/mp4': '.mp4',
}

/** The ending that files of that kind have, or none. */
export const endingOf = (mediaType: string): string =>
  Object.hasOwn(ENDINGS, mediaType) ? (ENDINGS[mediaType] as string) : ''

/** A name that every file system takes, made of what somebody called it; `ending` where it has none, or `always` that. */
export const safeName = (called: string, ending = '', always = false): string => {
  const plain = called.normalize('NFC').toWellFormed().replaceAll(UNSAFE, ' ').replaceAll(/\s+/g, ' ')
  const parts = always ? /^(.*?)()[. ]*$/u : /^(.*?)(\.[\p{L}\p{N}]{1,11})?[. ]*$/u
  const [, stem = '', own = ''] = parts.exec(plain.replace(/^[. ]+/, '').trim()) ?? []
  const end = (own || ending).slice(0, LONGEST_ENDING)
  const short = cut(stem, LONGEST - end.length).replace(/[. ]+$/, '')
  const name = `${short || 'untitled'}${end}`
  return DEVICE.test(name) ? `_${name}` : name
}

/** Cut to so many units of UTF-8, no character parted. */
const cut = (text: string, length: number): string => {
  let short = ''
  let size = 0
  for (const sign of text) {
    size += new TextEncoder().encode(sign).length
    if (size > length) break
    short += sign
  }
  return short
}

/** Names of one folder, each once: file systems that do not tell capitals apart count. */
export const uniqueNames = (): ((name: string) => string) => {
  const taken = new Set<string>()
  const counts = new Map<string, number>()
  const take = (name: string): boolean => {
    const folded = name.normalize('NFC').toLowerCase()
    const free = !taken.has(folded)
    taken.add(folded)
    return free
  }
  return (name) => {
    if (take(name)) return name
    const dot = name.lastIndexOf('.')
    const [stem, end] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
    for (let count = (counts.get(name) ?? 1) + 1; ; count++) {
      counts.set(name, count)
      const numbered = `${stem} (${count})${end}`
      if (take(numbered)) return numbered
    }
  }
}
