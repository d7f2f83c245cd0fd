/** A field of a page's form, as the page describes it: only what is visible, can be written to and has an `autocomplete` attribute. */
export interface FormField {
  /** Its number within the {@link FormLook}. */
  id: number
  /** Which of the page's forms it belongs to; -1: none. */
  form: number
  /** The attribute as it stands there. */
  autocomplete: string
  control: 'input' | 'textarea' | 'select'
  /** Of an input: `text`, `email`, `date` and so on. */
  type: string
  /** What the page calls it, as it stands there. */
  label: string
  /** Of a select, in its order. */
  options: { value: string; text: string }[]
  maxLength: number | null
  pattern: string | null
  /** Something stands in it already; what it is, the page is not asked. */
  full: boolean
}

/** What the page in front of the person has to fill. */
export interface FormLook {
  /** Names this look: what is filled by it goes into the fields that it described, or nowhere. */
  look: string
  origin: string
  /** Whether what is sent from there is encrypted on its way, or stays on this computer. */
  secure: boolean
  /** The language of the page, as it says; may be empty. */
  language: string
  fields: FormField[]
  /** The form in which the person is; null: in none. */
  focused: number | null
  /** Visible fields that do not say what they are for. */
  unmarked: number
}

/** What goes into one field: a text, or for a select the number of its option. */
export type FormEntry = { id: number; text: string } | { id: number; option: number }

/** Which fields took it; the others were gone, hidden or changed by then. */
export interface FormFilled {
  filled: number[]
  left: number[]
}

/** What the person typed into a field; `text` is what a chosen option says to read. */
export interface FormTyped {
  id: number
  value: string
  text: string
}

/** What runs in the page, in a world of its own, until the page goes. Null: it knows no such look. */
export interface PageForm {
  look(): FormLook
  fill(look: string, entries: FormEntry[]): FormFilled | null
  /** Reads what stands in these fields now. */
  read(look: string, ids: number[]): FormTyped[] | null
}

/** The same, from the popup: as far as the click that opened it allows. Null: the page may not be looked at, or is another by now. */
export type FormFill = {
  [K in keyof PageForm]: (...params: Parameters<PageForm[K]>) => Promise<ReturnType<PageForm[K]> | null>
}
