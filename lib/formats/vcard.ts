import type { Problem } from '../contract/data-api'
import type { FileRef, Imported } from '../contract/item'
import { type Component, type Line, ownLines, problemAt, readComponents } from './lines'
import { propertyOf, rawValue, type Syntax } from './property'
import type { Read, Reader, ReaderContext } from './reader'
import { apart, contentHash, type Finding, fieldsOf, imageOf, keepBytes, textOf } from './reading'
import { groupLabels, READERS, syntaxOf, typeLabel } from './vcard-fields'

/** Reads vCard 2.1, 3.0 and 4.0: a contact for each card. */
export const readVcards: Reader = async function* (chunks, context) {
  let empty = true
  for await (const found of readComponents(chunks)) {
    if ('problem' in found) yield found
    if (!('component' in found)) continue
    empty = false
    if (found.component.name === 'VCARD') yield* contact(found.component, context)
    else yield problemAt({ at: found.component.at, text: `BEGIN:${found.component.name}` }, 'unknown-kind')
  }
  if (empty) yield { problem: { line: null, where: null, reason: 'missing', what: 'BEGIN:VCARD' } }
}

async function* contact(whole: Component, context: ReaderContext): AsyncGenerator<Read> {
  const { component, files, problems, version } = await keepBytes(whole, context)
  const card = readCard(component, files)
  yield* [...problems, ...card.problems].map((problem) => ({ problem }))
  const item: Imported = {
    type: 'Contact',
    ...apart(fieldsOf(card.findings, 'Contact')),
    key: keyOf(component, version),
    version,
    original: { format: 'vcard', text: textOf(component) },
  }
  yield { item }
}

/** What recognises a component later: its UID, with what tells the days of a series apart, else its content. */
export const keyOf = (component: Component, version: string): string => {
  const lines = ownLines(component).filter(({ name }) => name === 'UID' || name === 'RECURRENCE-ID')
  const uid = lines.find(({ name }) => name === 'UID')
  if (!uid || rawValue(uid) === '') return `content:${version}`
  const said = lines.map(rawValue).join(' ')
  return said.length <= 200 ? `uid:${said}` : `uid:${contentHash(lines)}`
}

/** What one vCard says. */
export interface Card {
  syntax: Syntax
  findings: Finding[]
  problems: Problem[]
}

/** What the lines of one vCard mean. `files`: the pictures that were kept just now. */
export const readCard = (component: Component, files: ReadonlyMap<Line, FileRef> = new Map()): Card => {
  const syntax = syntaxOf(component)
  const lines = ownLines(component)
  const labels = groupLabels(lines, syntax)
  const card: Card = { syntax, findings: [], problems: [] }
  for (const line of lines) {
    const image = line.name === 'PHOTO' ? imageOf(line, files) : null
    if (image) card.findings.push({ field: 'image', value: image, line })
    const read = READERS.get(line.name)
    if (!read || rawValue(line) === '') continue
    const property = propertyOf(line, syntax)
    const said = property ? read(property, labels.get(line.group) ?? typeLabel(property), line) : 'not-understood'
    if (typeof said === 'string') card.problems.push(problemAt(line, said).problem)
    else card.findings.push(...said.map((finding) => ({ ...finding, line })))
  }
  deriveName(card.findings)
  return card
}

/** vCard 2.1 may name nobody but in parts. */
const deriveName = (findings: Finding[]): void => {
  if (findings.some(({ field }) => field === 'name')) return
  const parts = (['honorificPrefix', 'givenName', 'additionalName', 'familyName', 'honorificSuffix'] as const).flatMap(
    (part) => {
      const found = findings.find(({ field }) => field === part)
      return found ? [found.value] : []
    },
  )
  if (parts.length > 0) findings.push({ field: 'name', value: parts.join(' '), line: null })
}
