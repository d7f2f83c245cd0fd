import { useMemo } from 'preact/hooks'
import { t } from '../words'
import { type Block, type Inline, type ListItem, readMarkdown } from './markdown'
import style from './markdown.module.css'

// More blocks than anybody reads at once would hold up the page.
const MOST = 2_000

/** A note as it is meant to be read. Nothing of it becomes markup but what is drawn here. */
export const MarkdownView = ({ text }: { text: string }) => {
  const blocks = useMemo(() => readMarkdown(text), [text])
  return (
    <div class={style.note} dir="auto">
      {blocks.slice(0, MOST).map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
      {blocks.length > MOST && <p>{t('item.note_cut')}</p>}
    </div>
  )
}

const BlockView = ({ block }: { block: Block }) => {
  switch (block.kind) {
    case 'heading': {
      // The page's own title is the first heading.
      const Heading = block.level === 1 ? 'h2' : 'h3'
      return <Heading>{inline(block.inside)}</Heading>
    }
    case 'quote':
      return <blockquote>{inline(block.inside)}</blockquote>
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      )
    case 'rule':
      return <hr />
    case 'list':
      return <ListView ordered={block.ordered} items={block.items} />
    default:
      return <p>{inline(block.inside)}</p>
  }
}

const ListView = ({ ordered, items }: { ordered: boolean; items: readonly ListItem[] }) => {
  const List = ordered ? 'ol' : 'ul'
  return (
    <List>
      {items.map(({ depth, done, inside }, index) => (
        <li key={index} data-depth={depth} data-task={done !== null}>
          {done !== null && (
            <input type="checkbox" checked={done} disabled aria-label={t(done ? 'item.done' : 'item.not_done')} />
          )}
          <span>{inline(inside)}</span>
        </li>
      ))}
    </List>
  )
}

const inline = (pieces: readonly Inline[]) => pieces.map((piece, index) => <InlineView key={index} piece={piece} />)

const InlineView = ({ piece }: { piece: Inline }) => {
  switch (piece.kind) {
    case 'text':
      return <>{piece.text}</>
    case 'code':
      return <code>{piece.text}</code>
    case 'strong':
      return <strong>{inline(piece.inside)}</strong>
    case 'emphasis':
      return <em>{inline(piece.inside)}</em>
    case 'struck':
      return <s>{inline(piece.inside)}</s>
    case 'link':
      return (
        <>
          <a href={piece.href} target={/^http/.test(piece.href) ? '_blank' : undefined} rel="noopener noreferrer">
            {piece.text}
          </a>
          {whither(piece)}
        </>
      )
  }
}

/** Where a link leads, where its words do not begin with it: further on it may be part of another address. */
export const whither = ({ text, href }: { text: string; href: string }): string => {
  const where = /^https?:\/\/([^/?#]+)/.exec(href)?.[1] ?? href.replace(/^\w+:/, '')
  const [said] = text
    .trim()
    .replace(/^(?:https?:\/\/|mailto:|tel:)/i, '')
    .split(/[/?#\s]/, 1)
  return said?.toLowerCase() === where.toLowerCase() ? '' : ` (${where})`
}
