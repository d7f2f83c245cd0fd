import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { BrowserData } from '../../rpc/browser-data'
import type { ExportSession } from './export/session'
import type { ImportSession } from './import/session'

/** What only the full tab can do, and what of it is under way, wherever in Hearth the person looks meanwhile. */
export interface DataTools {
  browserData: BrowserData
  importing: ImportSession
  exporting: ExportSession
}

const ToolsContext = createContext<DataTools | null>(null)

/** Lets the screens below it bring in and take out. */
export const WithDataTools = ToolsContext.Provider

/** The tools of the full tab; null in the small panels, which lead there. */
export const useDataTools = (): DataTools | null => useContext(ToolsContext)
