import type { FormFill, FormFilled, FormLook, FormTyped } from '../../../lib/contract/form-fill'

/** The page in front of the person. `look`: null where none may be looked at, undefined where it never answers. */
export interface FakePage {
  look?: FormLook | null
  /** What is left out of filling; `gone` when the page is another by then. */
  left?: number[] | 'gone'
  typed?: FormTyped[]
}

/** A page with a script instead of a document. */
export const fakeForm = ({ look, left = [], typed = [] }: FakePage): FormFill => ({
  look: () => (look === undefined ? new Promise(() => {}) : Promise.resolve(look)),
  fill: async (_, entries): Promise<FormFilled | null> => {
    if (left === 'gone') return null
    const ids = entries.map(({ id }) => id)
    return { filled: ids.filter((id) => !left.includes(id)), left: ids.filter((id) => left.includes(id)) }
  },
  read: async () => (left === 'gone' ? null : typed),
})
