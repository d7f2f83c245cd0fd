import type { FormEntry, FormField, PageForm } from '../contract/form-fill'
import { looker } from './covers'
import { isInWindow, isShown } from './visible'

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

interface Seen {
  control: Control
  autocomplete: string
}

const TYPES = ['text', 'search', 'tel', 'email', 'url', 'date', 'month', 'number']
const KEPT_LOOKS = 4
const MOST_FIELDS = 200
const MOST_OPTIONS = 500

/** Looks at the fields of this document, and fills or reads those that it found, if they are still there and still to be seen. */
export const pageForm = (): PageForm => {
  // The link to filling looks, too, and may do so after the view that it leads to.
  const looks = new Map<string, Seen[]>()
  const still = ({ control, autocomplete }: Seen): Control | null => {
    if (!control.isConnected || control.ownerDocument !== document) return null
    return attributeOf(control) === autocomplete && isUsable(control) ? control : null
  }
  return {
    look: () => {
      const isOnTop = looker()
      const usable = controlsIn(document).filter(
        (control) => isUsable(control) && (!isInWindow(control) || isOnTop(control)),
      )
      const marked = usable.filter((control) => attributeOf(control) !== '').slice(0, MOST_FIELDS)
      const name = nameOfLook()
      looks.set(
        name,
        marked.map((control) => ({ control, autocomplete: attributeOf(control) })),
      )
      for (const old of [...looks.keys()].slice(0, -KEPT_LOOKS)) looks.delete(old)
      const forms = [...new Set(marked.flatMap((control) => formOf(control) ?? []))]
      const numberOf = (form: HTMLFormElement | null) => (form === null ? -1 : forms.indexOf(form))
      const inForm = (control: Control) => {
        const form = formOf(control)
        return form === null || forms.includes(form) ? numberOf(form) : null
      }
      const active = deepActive()
      return {
        look: name,
        origin: location.origin,
        secure: isSecureContext,
        language: document.documentElement.lang.slice(0, 35),
        fields: marked.map((control, id) => described(control, id, numberOf(formOf(control)))),
        focused: isControl(active) ? inForm(active) : null,
        unmarked: usable.filter((control) => !control.hasAttribute('autocomplete')).length,
      }
    },
    fill: (look, entries) => {
      const seen = looks.get(look)
      if (!seen) return null
      const isOnTop = looker()
      const filled: number[] = []
      for (const entry of entries) {
        const field = seen[entry.id]
        const control = field && still(field)
        if (control && bringIntoWindow(control) && isOnTop(control) && enter(control, entry)) filled.push(entry.id)
      }
      return { filled, left: entries.map(({ id }) => id).filter((id) => !filled.includes(id)) }
    },
    read: (look, ids) => {
      const seen = looks.get(look)
      if (!seen) return null
      return ids.flatMap((id) => {
        const field = seen[id]
        const control = field && still(field)
        if (!control) return []
        // An option without a value asks to choose, and says nothing.
        const option = isSelect(control) && control.value !== '' ? control.selectedOptions[0] : undefined
        const text = isSelect(control) ? (option?.text ?? '') : control.value
        return [{ id, value: control.value.slice(0, 1000), text: text.slice(0, 1000) }]
      })
    },
  }
}

/** `randomUUID` is there on encrypted pages only. */
const nameOfLook = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-')

const isSelect = (control: Element): control is HTMLSelectElement => control instanceof HTMLSelectElement
const isControl = (element: Element | null): element is Control => element?.matches('input, textarea, select') ?? false

const attributeOf = (control: Element): string => (control.getAttribute('autocomplete') ?? '').trim().slice(0, 200)

/** All fields in the order of the document, through open shadow roots, not through frames. */
const controlsIn = (root: Document | ShadowRoot): Control[] =>
  [...root.querySelectorAll('*')].flatMap((each) => {
    if (isControl(each)) return [each]
    return each.shadowRoot ? controlsIn(each.shadowRoot) : []
  })

const deepActive = (): Element | null => {
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active
}

/** The form around a field, also around the component that it is in. */
const formOf = (control: Control): HTMLFormElement | null => {
  let within: Element | null = control
  let form = control.form
  while (form === null && within !== null) {
    const root: Node = within.getRootNode()
    within = root instanceof ShadowRoot ? root.host : null
    form = within?.closest('form') ?? null
  }
  return form
}

const isUsable = (control: Control): boolean => {
  if (control.matches(':disabled') || !isShown(control)) return false
  if (isSelect(control)) return !control.multiple
  return !control.readOnly && (control instanceof HTMLTextAreaElement || TYPES.includes(control.type))
}

const described = (control: Control, id: number, form: number): FormField => ({
  id,
  form,
  autocomplete: attributeOf(control),
  control: isSelect(control) ? 'select' : control instanceof HTMLTextAreaElement ? 'textarea' : 'input',
  type: control.type,
  label: labelOf(control).trim().slice(0, 500),
  options: isSelect(control)
    ? [...control.options].slice(0, MOST_OPTIONS).map(({ value, text, disabled }) => ({
        value: disabled ? '' : value.slice(0, 100),
        text: disabled ? '' : text.slice(0, 100),
      }))
    : [],
  maxLength: isSelect(control) || control.maxLength < 0 ? null : control.maxLength,
  pattern: (control instanceof HTMLInputElement && control.pattern) || null,
  full: isFull(control),
})

/** Whether somebody wrote or chose something: what a list begins with is nothing yet. */
const isFull = (control: Control): boolean => {
  if (!isSelect(control)) return control.value !== ''
  const first = [...control.options].findIndex(({ defaultSelected }) => defaultSelected)
  return control.value !== '' && control.selectedIndex !== Math.max(0, first)
}

const labelOf = (control: Control): string => {
  const root = control.getRootNode() as Document | ShadowRoot
  const named = (control.getAttribute('aria-labelledby') ?? '').split(/\s+/).flatMap((id) => {
    const label = id === '' ? null : root.getElementById(id)
    return label ? [wordsIn(label)] : []
  })
  const labels = [...(control.labels ?? [])].map(wordsIn)
  const said = [named.join(' '), control.getAttribute('aria-label') ?? '', labels.join(' ')]
  return said.find((text) => text.trim() !== '') ?? control.getAttribute('placeholder') ?? ''
}

/** The words of a label without what stands in the fields within it. */
const wordsIn = (node: Node): string => {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? ''
  if (node instanceof Element && node.matches('input, textarea, select, script, style')) return ''
  return [...node.childNodes].map(wordsIn).join(' ')
}

/** Scrolls to it where that is needed; false where that does not help. */
const bringIntoWindow = (control: Control): boolean => {
  if (!isInWindow(control)) control.scrollIntoView({ block: 'center', behavior: 'instant' })
  return isInWindow(control)
}

/** Writes as a person would be seen to have written; false where the field does not take it. What the page does with it is its own. */
const enter = (control: Control, entry: FormEntry): boolean => {
  if (isSelect(control)) {
    const option = 'option' in entry ? control.options[entry.option] : undefined
    if (!option || option.disabled) return false
    control.selectedIndex = option.index
    announce(control, new Event('input', { bubbles: true, composed: true }))
    return true
  }
  if (!('text' in entry)) return false
  control.value = entry.text
  if (control.value === '') return false
  const data = entry.text
  announce(
    control,
    new InputEvent('input', { bubbles: true, composed: true, inputType: 'insertReplacementText', data }),
  )
  return true
}

const announce = (control: Control, input: Event): void => {
  control.dispatchEvent(input)
  control.dispatchEvent(new Event('change', { bubbles: true }))
}
