import type { FormField, FormLook } from '../contract/form-fill'
import { isList } from '../contract/item-text'
import { type Autofill, readAutofill } from './autofill'
import { type Fitting, fitting } from './fit'
import { isKnown, type Known, type Profile, valuesOf } from './values'
import { languagesOf } from './words'

/** A field that says what it is for, in one of the ways that an item can answer. */
export interface Asked {
  field: FormField
  autofill: Autofill
}

/** Fields that belong together: of one form, one section, one address. */
export interface Group {
  key: string
  form: number
  section: string
  address: Autofill['address']
  asked: Asked[]
}

/** One of the values that could go into a field. */
export interface Choice extends Pick<Known, 'source' | 'index' | 'label'>, Fitting {
  split: boolean
}

/** What would go into a field: `choices` in the order of the item. Empty: the item says nothing, or nothing that fits. */
export interface Row extends Asked {
  choices: Choice[]
  /** Which of several values the form means, as far as it says; -1: none. */
  usual: number
  /** The item has something, and the field does not take it. */
  refused: boolean
}

/** Which of several values is used, by {@link pickKey}. */
export type Picks = Readonly<Record<string, number>>

const GROUPED = 200

/** What a page asks for that can be filled, grouped; the form in which the person is comes first, else the largest. */
export const groupsOf = ({ fields, focused }: Pick<FormLook, 'fields' | 'focused'>): Group[] => {
  const groups = new Map<string, Group>()
  for (const field of fields.slice(0, GROUPED)) {
    const autofill = readAutofill(field.autocomplete)
    if (autofill === null || autofill === 'on' || autofill === 'off' || !isKnown(autofill.field)) continue
    const { section, address } = autofill
    const key = JSON.stringify([field.form, section, address])
    const group = groups.get(key) ?? { key, form: field.form, section, address, asked: [] }
    group.asked.push({ field, autofill })
    groups.set(key, group)
  }
  const all = [...groups.values()]
  const main = mainForm(all, focused)
  return [...all.filter(({ form }) => form === main), ...all.filter(({ form }) => form !== main)]
}

const mainForm = (groups: readonly Group[], focused: number | null): number | undefined => {
  if (groups.some(({ form }) => form === focused)) return focused ?? undefined
  const sizes = new Map<number, number>()
  for (const { form, asked } of groups) sizes.set(form, (sizes.get(form) ?? 0) + asked.length)
  return [...sizes].sort(([, one], [, other]) => other - one)[0]?.[0]
}

/** What of an item would go into each field of a group. */
export const rowsOf = ({ asked }: Group, profile: Profile, language: string): Row[] => {
  const languages = languagesOf(language)
  return asked.map(({ field, autofill }) => {
    const known = valuesOf(autofill, profile, languages)
    const choices = known.flatMap(({ source, index, label, texts, split = false }) => {
      const fits = fitting(field, autofill, texts)
      return fits === null ? [] : [{ source, index, label, split, ...fits }]
    })
    const usual = usualOf(autofill, profile.fields[known[0]?.source ?? ''])
    return { field, autofill, choices, usual, refused: known.length > 0 && choices.length === 0 }
  })
}

/** Labels that a person or an importer gives, by the word that forms use. */
const LABELS: Record<string, RegExp> = {
  home: /home|priva|zuhause|domicile|casa/i,
  work: /work|business|office|arbeit|dienst|travail|trabajo|lavoro/i,
  mobile: /mobile|cell|handy|mobil|portable/i,
  fax: /fax/i,
  pager: /pager/i,
  shipping: /shipping|delivery|liefer|livraison|home/i,
  billing: /billing|invoice|rechnung|facturation/i,
}

/** The value whose label says what the form asks for, else the first. */
const usualOf = ({ contact, address }: Autofill, value: Profile['fields'][string] | undefined): number => {
  const hint = LABELS[contact ?? address ?? '']
  const list = value !== undefined && isList(value) ? value : []
  const labelled = hint ? list.findIndex(({ label = '' }) => hint.test(label)) : -1
  // A telephone is no fax machine.
  return labelled >= 0 || contact === 'fax' || contact === 'pager' ? labelled : 0
}

/** What rows have in common that are filled from the same of several values. */
export const pickKey = (source: string, { contact }: Autofill): string => `${source} ${contact ?? ''}`

/**
 * The value that goes into a field: the one that was picked, else the one that the form means. All parts of an address or a
 * number come from the same one, or stay empty.
 */
export const chosen = ({ autofill, choices, usual }: Row, picks: Picks): Choice | null => {
  const [first = null] = choices
  if (first === null) return null
  const picked = picks[pickKey(first.source, autofill)]
  const wanted = choices.find(({ index }) => index === (picked ?? usual))
  const parts = first.source === 'address' || first.source === 'telephone'
  return wanted ?? (parts || picked !== undefined ? null : first)
}
