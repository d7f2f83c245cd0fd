import { useEffect, useRef, useState } from 'preact/hooks'
import type { ChangeView } from '../../contract/data-api'
import type { ItemId } from '../../contract/ids'
import type { Item } from '../../contract/item'
import { useAction, usePanel, useWatch } from '../panel'
import { Problem } from '../parts/banner'
import { go } from '../place'
import { View } from '../shell/view'
import { t } from '../words'
import { ChangedSince } from './changed-since'
import { keepDraft, moveDraft } from './drafts'
import style from './editor.module.css'
import { EditorActions } from './editor-actions'
import { FieldInput } from './field-input'
import { draftFrom, type Entry, editable, type Fault, formOf } from './form'
import { useLeaving } from './leaving'
import { patiently } from './patient'
import { shownTitle, TYPE_NAMES, typeName } from './shown'
import { TagsInput } from './tags-input'
import { useForm } from './use-form'

interface EditorProps {
  id: ItemId
  type: string
  /** As it is now; null for a new one. */
  item: Item | null
  undo: ChangeView | null
  onDone: (saved: boolean) => void
}

/** The editor of an item, made of its type's description: one field for each of its fields, and its tags. */
export const Editor = ({ id, type, item, undo, onDone }: EditorProps) => {
  const panel = usePanel()
  const written = useForm(id, type, item)
  const { form, base } = written
  const [faults, setFaults] = useState<Record<string, Fault>>({})
  const [keeping, setKeeping] = useState(0)
  const element = useRef<HTMLFormElement>(null)
  const { question, leave } = useLeaving(written.changed || keeping > 0, () => keepDraft(id, null))
  const done = (saved: boolean) => {
    keepDraft(id, null)
    onDone(saved)
  }
  const saving = useAction(async () => {
    const { draft, faults: found } = draftFrom(type, form, base ?? { fields: {}, tags: [] })
    setFaults(found)
    if (draft === null) return focusFault(element.current)
    await patiently(() => panel.ask('saveItem', { id, draft, rev: base?.rev ?? null }))
    done(true)
  })
  const since = useSince(written, item, () => done(true))
  return (
    <View
      own
      title={
        item === null ? t('editor.new', { type: typeName(type) }) : <bdi>{shownTitle(item.type, item.fields)}</bdi>
      }
      back={{ at: 'data' }}
      actions={item && <EditorActions item={item} undo={undo} written={written} onDone={() => onDone(false)} />}
    >
      <form
        ref={element}
        class={style.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (keeping === 0 && !since) saving.run()
        }}
      >
        <div class={style.fields}>
          {item === null && <TypeChoice type={type} />}
          {since && (
            <ChangedSince
              mine={form}
              theirs={since}
              onKeep={() => written.rebase(since, true)}
              onTake={() => written.rebase(since, false)}
            />
          )}
          <Inputs
            type={type}
            written={written}
            faults={faults}
            onKeeping={(on) => setKeeping((before) => before + (on ? 1 : -1))}
          />
        </div>
        <div class={style.foot}>
          {!(saving.reason === 'changed-since' && since) && <Problem reason={saving.reason} />}
          <div class={style.ends}>
            <button type="button" onClick={() => leave(() => done(false))}>
              {t('action.cancel')}
            </button>
            <button type="submit" data-kind="primary" disabled={saving.busy || keeping > 0 || since !== null}>
              {t('editor.save')}
            </button>
          </div>
        </div>
      </form>
      {question}
    </View>
  )
}

type Written = ReturnType<typeof useForm>

/** The item as somebody else left it meanwhile, where that has to be decided upon; null where it has not. */
const useSince = (written: Written, item: Item | null, onSame: () => void): Item | null => {
  const since = item !== null && written.base !== null && item.rev !== written.base.rev ? item : null
  const same = since !== null && JSON.stringify(formOf(since.type, since)) === JSON.stringify(written.form)
  const untouched = since !== null && !written.changed
  useEffect(() => {
    // The agent kept what was written and died before it said so; or there is nothing that could be lost.
    if (since !== null && untouched) written.rebase(since, false)
    else if (same) onSame()
  }, [since?.rev, same, untouched])
  return same || untouched ? null : since
}

interface InputsProps {
  type: string
  written: Written
  faults: Record<string, Fault>
  onKeeping: (on: boolean) => void
}

const Inputs = ({ type, written, faults, onKeeping }: InputsProps) => {
  const tags = useWatch('data', {})?.tags ?? []
  const { form } = written
  const write = (name: string, entries: Entry[]) =>
    written.write((now) => ({ ...now, entries: { ...now.entries, [name]: entries } }))
  return (
    <>
      {editable(type).map((field, index) => (
        <FieldInput
          key={field.name}
          field={field}
          first={index === 0}
          entries={form.entries[field.name] ?? []}
          fault={faults[field.name]}
          onEntries={(entries) => write(field.name, entries)}
          onKeeping={onKeeping}
          onFileName={(name) => suggestName(form.entries.name, name, (entries) => write('name', entries))}
        />
      ))}
      <TagsInput value={form.tags} known={tags} onValue={(next) => written.write((now) => ({ ...now, tags: next }))} />
    </>
  )
}

/** What a new item is to be; what was written goes along as far as the other type has it. */
const TypeChoice = ({ type }: { type: string }) => (
  <label>
    {t('items.type')}
    <select
      value={type}
      onChange={(event) => {
        moveDraft(type, event.currentTarget.value)
        go({ at: 'add', type: event.currentTarget.value })
      }}
    >
      {TYPE_NAMES.map((name) => (
        <option key={name} value={name} selected={name === type}>
          {typeName(name)}
        </option>
      ))}
    </select>
  </label>
)

/** A file that has no name yet gives it its own. */
const suggestName = (name: readonly Entry[] | undefined, file: string, onName: (entries: Entry[]) => void): void => {
  const [first] = name ?? []
  if (first !== undefined && first.text.trim() === '' && file !== '') onName([{ ...first, text: file }])
}

const focusFault = (form: HTMLFormElement | null): void => {
  // The faults are drawn first.
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
