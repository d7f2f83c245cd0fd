import { go } from '../place'
import type { DataTools } from './tools'

/** Leads to where files come in, and in the full tab opens the browser's file chooser over it at once. */
export const beginImport = (tools: DataTools | null): void => {
  go({ at: 'import' })
  if (tools === null) return
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.onchange = () => tools.importing.take([...(input.files ?? [])].map((file) => ({ file })))
  input.click()
}

/** Leads to where everything is taken out, and in the full tab makes the export at once, unless one is being made. */
export const beginExport = (tools: DataTools | null): void => {
  go({ at: 'export' })
  if (tools && tools.exporting.stage.value.at !== 'running') tools.exporting.exportAll()
}
