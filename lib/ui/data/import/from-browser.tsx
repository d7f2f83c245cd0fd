import { useEffect, useState } from 'preact/hooks'
import type { BrowserData, BrowserSource } from '../../../rpc/browser-data'
import { useAction } from '../../panel'
import { Banner, Problem } from '../../parts/banner'
import { t } from '../../words'
import style from '../files.module.css'
import type { ImportSession } from './session'

const SOURCES = [
  { source: 'bookmarks', format: 'bookmarks', type: 'text/html' },
  { source: 'history', format: 'takeout', type: 'application/json' },
] as const

/** The browser's own bookmarks and history, once the person allows it. */
export const FromBrowser = ({ browser, session }: { browser: BrowserData; session: ImportSession }) => {
  const [allowed, setAllowed] = useState<readonly BrowserSource[]>([])
  const [note, setNote] = useState<'refused' | 'forgotten' | null>(null)
  const look = async () => setAllowed(await browser.allowed())
  useEffect(() => {
    void look()
  }, [])
  const bring = useAction(async ({ source, format, type }: (typeof SOURCES)[number]) => {
    setNote(null)
    // Nothing may come before it in the click.
    const granted = await browser.ask(source)
    await look()
    if (!granted) return setNote('refused')
    const file = await fileOf(browser.read(source), t(`import.${source}_name`), type)
    session.take([{ file, format }])
  })
  const forget = useAction(async (source: BrowserSource) => {
    await browser.forget(source)
    await look()
    setNote('forgotten')
  })
  return (
    <section class={style.section}>
      <h2>{t('import.browser')}</h2>
      <ul class={style.card}>
        {SOURCES.map((each) => (
          <li key={each.source} class={style.row}>
            <div>
              {t(`import.${each.source}`)}
              <small>{t(`import.${each.source}_means`)}</small>
            </div>
            {allowed.includes(each.source) && (
              <button
                data-kind="plain"
                type="button"
                aria-label={t(`import.forget_${each.source}`)}
                disabled={forget.busy || bring.busy}
                onClick={() => forget.run(each.source)}
              >
                {t('import.forget')}
              </button>
            )}
            <button type="button" disabled={bring.busy} onClick={() => bring.run(each)}>
              {t(`import.${each.source}_bring`)}
            </button>
          </li>
        ))}
      </ul>
      <div role="status">
        {bring.busy ? t('import.reading') : note !== null && <Banner>{t(`import.${note}`)}</Banner>}
      </div>
      <Problem reason={bring.reason ?? forget.reason} />
      <p class={style.note}>{t('import.asking')}</p>
    </section>
  )
}

/** Characters that are joined to one part of the file. */
const PART = 1 << 20

const fileOf = async (texts: AsyncIterable<string>, name: string, type: string): Promise<File> => {
  const parts: Blob[] = []
  let part = ''
  for await (const text of texts) {
    part += text
    if (part.length < PART) continue
    parts.push(new Blob([part]))
    part = ''
  }
  return new File([...parts, part], name, { type })
}
