import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { FormFill, FormLook } from '../../contract/form-fill'
import type { Group } from '../../forms/plan'
import { patiently } from '../data/patient'
import { useAction, usePanel } from '../panel'
import { Banner, Problem } from '../parts/banner'
import { Loading } from '../parts/loading'
import { go } from '../place'
import { Shell } from '../shell/shell'
import { View } from '../shell/view'
import { t } from '../words'
import style from './fill.module.css'
import { GroupView } from './group-view'
import { Keep } from './keep'
import { useFormFill } from './tools'
import { type Filling, useFilling, useLook } from './use-filling'
import { tokenWords } from './words'

const BACK = { at: 'chats' } as const

/** The view of the popup in which a form is filled after a look at every value, and what was typed is kept. */
export const FillScreen = ({ unread }: { unread: number }) => {
  const form = useFormFill()
  return (
    <Shell unread={unread}>
      <View own alone title={t('fill.open')} back={BACK}>
        {form === null ? <Said>{t('fill.only_in_popup')}</Said> : <Page form={form} />}
      </View>
    </Shell>
  )
}

const Said = ({ children }: { children: ComponentChildren }) => (
  <div class={style.said}>
    <p role="status">{children}</p>
  </div>
)

const Page = ({ form }: { form: FormFill }) => {
  const { seen, again } = useLook(form)
  if (seen === undefined) return <Loading words={t('fill.looking')} />
  if (seen === 'away') return <Said>{t('fill.away')}</Said>
  const { look, groups } = seen
  if (groups.length === 0) return <Said>{look.unmarked > 0 ? t('fill.unmarked_only') : t('fill.no_form')}</Said>
  return <Form key={look.look} form={form} look={look} groups={groups} onAgain={again} />
}

interface FormProps {
  form: FormFill
  look: FormLook
  groups: Group[]
  onAgain: () => Promise<void>
}

const Form = ({ form, look, groups, onAgain }: FormProps) => {
  const [text, setText] = useState('')
  const [keeping, setKeeping] = useState(false)
  const filling = useFilling(look, groups, text)
  if (filling.profiles === undefined) return <Loading words={t('items.loading')} />
  const { list, more } = filling.profiles
  if (keeping)
    return (
      <Keep
        form={form}
        look={look}
        groups={groups}
        list={list}
        first={filling.plans[0]?.profile ?? null}
        onBack={() => setKeeping(false)}
      />
    )
  const nobody = list.length === 0 && text === ''
  return (
    <div class={style.screen}>
      <div class={style.body}>
        <p class={style.into}>{t('fill.into', { site: `\u2068${look.origin}\u2069` })}</p>
        {!look.secure && <Banner tone="warn">{t('fill.insecure')}</Banner>}
        {(more || text !== '') && (
          <input
            type="search"
            aria-label={t('fill.find')}
            placeholder={t('fill.find')}
            value={text}
            autocomplete="off"
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        )}
        {nobody ? (
          <Banner action={<AddPerson />}>{t('fill.nobody')}</Banner>
        ) : (
          filling.plans.map((plan) => (
            <GroupView key={plan.group.key} plan={plan} filling={filling} alone={groups.length === 1} />
          ))
        )}
        {look.unmarked > 0 && <p class={style.note}>{t('fill.unmarked', look.unmarked)}</p>}
      </div>
      <Foot form={form} look={look} filling={filling} onKeep={() => setKeeping(true)} onAgain={onAgain} />
    </div>
  )
}

const AddPerson = () => (
  <button type="button" onClick={() => go({ at: 'add', type: 'Person' })}>
    {t('fill.add_person')}
  </button>
)

interface FootProps extends Pick<FormProps, 'form' | 'look' | 'onAgain'> {
  filling: Filling
  onKeep: () => void
}

const Foot = ({ form, look, filling, onKeep, onAgain }: FootProps) => {
  const panel = usePanel()
  const [said, setSaid] = useState({ words: '', gone: false })
  const { entries } = filling
  const fill = useAction(async () => {
    const done = await form.fill(look.look, entries)
    if (done === null) return setSaid({ words: t('fill.gone'), gone: true })
    const rows = filling.plans.flatMap((plan) => plan.rows)
    const left = rows.filter(({ field }) => done.left.includes(field.id))
    const fields = left.map(({ autofill }) => tokenWords(autofill.field)).join(', ')
    const filled = t('fill.filled', done.filled.length)
    setSaid({ words: left.length > 0 ? `${filled} ${t('fill.left', { fields })}` : filled, gone: false })
    for (const each of filling.given(done.filled))
      await patiently(() => panel.ask('logFill', { grantee: look.origin, ...each }))
  })
  return (
    <div class={style.foot}>
      <p role="status" class={style.done}>
        {said.words}
      </p>
      <Problem reason={fill.reason} />
      <div class={style.ends}>
        {said.gone ? (
          <button type="button" onClick={onAgain}>
            {t('fill.again')}
          </button>
        ) : (
          <button type="button" onClick={onKeep}>
            {t('fill.keep')}
          </button>
        )}
        <button type="button" data-kind="primary" disabled={fill.busy || entries.length === 0} onClick={fill.run}>
          {t('fill.fill')}
        </button>
      </div>
    </div>
  )
}
