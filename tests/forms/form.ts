import type { FormField } from '../../lib/contract/form-fill'

/** A field of a form, as pages describe them. */
export const field = (autocomplete: string, rest: Partial<FormField> = {}): FormField => ({
  id: 0,
  form: 0,
  autocomplete,
  control: 'input',
  type: 'text',
  label: '',
  options: [],
  maxLength: null,
  pattern: null,
  full: false,
  ...rest,
})

/** A list to choose from: `value text`, or a text that is its own value. */
export const select = (autocomplete: string, ...options: (string | [value: string, text: string])[]): FormField =>
  field(autocomplete, {
    control: 'select',
    type: 'select-one',
    options: options.map((option) =>
      typeof option === 'string' ? { value: option, text: option } : { value: option[0], text: option[1] },
    ),
  })
