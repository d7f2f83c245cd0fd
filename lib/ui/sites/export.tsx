import { useState } from 'preact/hooks'
import { numberWords } from '../data/numbers'
import { saveFile } from '../data/save-file'
import { useAction } from '../panel'
import { Problem } from '../parts/banner'
import hidden from '../parts/hidden.module.css'
import { t } from '../words'

/** Hands all that `read` gives to the browser to be saved, as JSON. */
export const useExport = (name: string, mediaType: string, read: () => Promise<readonly object[]>) => {
  const [written, setWritten] = useState<number | null>(null)
  const { run, busy, reason } = useAction(async () => {
    setWritten(null)
    const entries = await read()
    saveJson(entries, mediaType, `${name}-${today()}`)
    setWritten(entries.length)
  })
  const said = (
    <>
      <p class={hidden.hidden} role="status">
        {busy ? t('activity.exporting') : written !== null && t('activity.exported', written, [numberWords(written)])}
      </p>
      <Problem reason={reason} />
    </>
  )
  return { run, busy, said }
}

const today = (): string => {
  const now = new Date()
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

/** A file of JSON to keep or to read elsewhere. */
export const saveJson = (value: object, mediaType: string, name: string): void => {
  const ending = mediaType === 'application/ld+json' ? 'jsonld' : 'json'
  saveFile(new Blob([JSON.stringify(value, null, 2)], { type: mediaType }), `${name}.${ending}`)
}
