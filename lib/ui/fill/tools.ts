import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { FormFill } from '../../contract/form-fill'

const FormContext = createContext<FormFill | null>(null)

/** Lets the screens below it fill the page in front of the person. */
export const WithFormFill = FormContext.Provider

/** The way to the page in front of the person; null everywhere but in the popup. */
export const useFormFill = (): FormFill | null => useContext(FormContext)
