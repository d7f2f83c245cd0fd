import type { Address, Fields, FileRef, Geo, Labelled, Path, Value } from '../../contract/item'
import { isFile, isList } from '../../contract/item-text'
import type { FieldType } from '../../contract/item-types'
import { FileView } from './file-view'
import style from './item.module.css'
import { MarkdownView } from './markdown-view'
import { mailLink, phoneLink, safeLink } from './safe-link'
import { addressLines, geoWords, valueWords } from './shown'
import { Way } from './way'

interface FieldViewProps {
  field: FieldType
  value: Value | Labelled[]
  /** All of the item: a file is called as its item is. */
  fields: Fields
}

/** What a field holds, each value on a line of its own with what it is called. */
export const FieldView = ({ field, value, fields }: FieldViewProps) =>
  isList(value) ? (
    <ul class={style.values}>
      {value.map(({ value: each, label }, index) => (
        <li key={index}>
          <OneValue field={field} value={each} fields={fields} />
          {label && (
            <small>
              {' · '}
              <bdi>{label}</bdi>
            </small>
          )}
        </li>
      ))}
    </ul>
  ) : (
    <OneValue field={field} value={value} fields={fields} />
  )

const OneValue = ({ field, value, fields }: { field: FieldType; value: Value; fields: Fields }) => {
  if (isFile(value)) return <FileView file={value as FileRef} name={String(fields.name ?? '')} />
  if (Array.isArray(value)) return <Way path={value as Path} />
  if (typeof value === 'object' && 'latitude' in value) return <GeoView geo={value} />
  if (typeof value === 'object') return <AddressView address={value as Address} />
  switch (field.kind) {
    case 'markdown':
      return <MarkdownView text={String(value)} />
    case 'text':
      return <p class={style.text}>{String(value)}</p>
    case 'url':
      return <LinkView words={String(value)} href={safeLink(String(value))} />
    case 'email':
      return <LinkView words={String(value)} href={mailLink(String(value))} />
    case 'phone':
      return <LinkView words={String(value)} href={phoneLink(String(value))} />
    case 'line':
      return <LinkView words={valueWords(field, value)} href={safeLink(String(value))} />
    default:
      return <bdi>{valueWords(field, value)}</bdi>
  }
}

/** An address is shown whole, so that nobody is led elsewhere than they read. */
const LinkView = ({ words, href }: { words: string; href: string | null }) =>
  href === null ? (
    <bdi>{words}</bdi>
  ) : (
    <a href={href} target={/^http/.test(href) ? '_blank' : undefined} rel="noopener noreferrer">
      <bdi>{words}</bdi>
    </a>
  )

const GeoView = ({ geo }: { geo: Geo }) => (
  <a href={`geo:${geo.latitude},${geo.longitude}`} class={style.digits}>
    {geoWords(geo)}
  </a>
)

const AddressView = ({ address }: { address: Address }) => (
  <address class={style.address}>
    {addressLines(address).map((line) => (
      <span key={line}>
        <bdi>{line}</bdi>
      </span>
    ))}
  </address>
)
