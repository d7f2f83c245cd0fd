import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChangeId, ItemId } from '../../lib/contract/ids'
import type { Fields, Item } from '../../lib/contract/item'
import { readBookmarks, writeBookmarks } from '../../lib/formats/bookmarks'

const MB = 1 << 20
const context = { keepFile: () => Promise.reject(new Error('no files in bookmarks')) }
async function* of(...texts: string[]) {
  yield* texts
}
const readAll = async (chunks: AsyncIterable<string>) => {
  const reads = await Array.fromAsync(readBookmarks(chunks, context))
  return {
    items: reads.flatMap((each) => ('item' in each ? [each.item] : [])),
    fields: reads.flatMap((each) => ('item' in each ? [each.item.fields] : [])),
    problems: reads.flatMap((each) =>
      'problem' in each ? [`${each.problem.line} ${each.problem.reason} ${each.problem.what}`] : [],
    ),
  }
}
const read = (...texts: string[]) => readAll(of(...texts))

const FIREFOX = `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Lesezeichen</TITLE>
<H1>Lesezeichen-Menü</H1>

<DL><p>
    <DT><A HREF="https://a.example/?x=1&y=2&copy=3" ADD_DATE="1700000000" ICON="data:image/png;base64,AA" TAGS="a, b,a">T &lt;b&gt; &ndash; <b>bold</b>
 end</A>
    <DD>Text
of two lines
    <DT><H3 ADD_DATE="1" PERSONAL_TOOLBAR_FOLDER="true">Leiste</H3>
    <DD>what the folder is
    <DL><p>
        <DT><A HREF="javascript:alert(1)">js</A>
        <DT><A HREF=" java&#10;script:alert(2)">js</A>
        <DT><A HREF="place:sort=8">p</A>
        <DT><A>nowhere</A>
        <DT><H3>Innen</H3>
        <DL><p>
            <DT><A HREF="http://b.example/" ADD_DATE="0">B</A>
        </DL><p>
        <HR>
        <DT><A HREF="http://c.example/" ADD_DATE="soon"></A>
    </DL><p>
    <DT><A HREF="http://d.example/" ADD_DATE="1700000000000000">D</A>
</DL>
`

describe('bookmarks', () => {
  it('come with folders, tags, times and descriptions, and what is none is listed', async () => {
    for (const chunks of [[FIREFOX], [...FIREFOX]]) {
      const { items, fields, problems } = await read(...chunks)
      expect(fields).toEqual([
        {
          name: 'T <b> – bold end',
          url: 'https://a.example/?x=1&y=2&copy=3',
          dateCreated: '2023-11-14T22:13:20Z',
          description: 'Text\nof two lines',
        },
        { name: 'B', url: 'http://b.example/', folder: 'Leiste/Innen' },
        { url: 'http://c.example/', dateCreated: 'soon', folder: 'Leiste' },
        { name: 'D', url: 'http://d.example/', dateCreated: '2023-11-14T22:13:20Z' },
      ])
      expect(items[0]?.tags).toEqual(['a', 'b'])
      expect(problems).toEqual([
        '15 unsafe-link javascript:alert(1)',
        '16 unsafe-link java script:alert(2)',
        '17 unknown-kind place:sort=8',
        '18 missing nowhere',
        '24 bad-date soon',
      ])
    }
  })

  it('of Pocket are links in a list', async () => {
    const { items } = await read(
      '<h1>Unread</h1><ul><li><a href="https://a.example" time_added="1700000000" tags="x,y">A</a></li><li><a href="https://b.example">B</a></li></ul>',
    )
    expect(items).toMatchObject([
      { fields: { name: 'A', url: 'https://a.example', dateCreated: '2023-11-14T22:13:20Z' }, tags: ['x', 'y'] },
      { fields: { name: 'B', url: 'https://b.example' } },
    ])
  })

  it('are known by folder and link, and newer by another name', async () => {
    const [one, renamed, elsewhere] = await Promise.all(
      [
        '<DL><DT><A HREF="a:b">A</A></DL>',
        '<DL><DT><A HREF="a:b">B</A></DL>',
        '<H3>F</H3><DL><DT><A HREF="a:b">A</A></DL>',
      ].map(async (text) => (await read(text)).items[0]),
    )
    expect(renamed?.key).toBe(one?.key)
    expect(renamed?.version).not.toBe(one?.version)
    expect(elsewhere?.key).not.toBe(one?.key)
  })

  it('of 20,000 folders beside each other are no tree 20,000 deep', async () => {
    const folder = '<DT><H3>F</H3>\n<DL><p>\n<DT><A HREF="http://a.example/">A</A>\n<DD>x\n</DL><p>\n'
    const { fields, problems } = await read('<DL><p>\n', folder.repeat(20_000), '</DL><p>')
    expect(fields).toHaveLength(20_000)
    expect(fields.at(-1)).toEqual({ name: 'A', url: 'http://a.example/', folder: 'F', description: 'x' })
    expect(problems).toEqual([])
  })

  const endless = (before: string, text: string, count: { asked: number }) =>
    (async function* () {
      yield before
      for (;;) {
        count.asked++
        yield text
      }
    })()

  it.each([
    ['an attribute without end', '<DL><DT><A HREF="', 'x'.repeat(MB), 'too-large'],
    ['folders within folders', '', '<DL><DT><H3>x</H3>'.repeat(100), 'too-deep'],
  ])('%s end it', async (_, before, text, reason) => {
    const count = { asked: 0 }
    const { problems } = await readAll(endless(`<DT><A HREF="http://a.example/">A</A><HR>${before}`, text, count))
    expect(problems).toEqual([expect.stringContaining(reason)])
    expect(count.asked).toBeLessThan(50)
  })

  it('with a text of 20 MB keep a part of it', async () => {
    const { fields, problems } = await read(
      '<DL><DT><A HREF="http://a.example/">',
      ...Array(20).fill('x'.repeat(MB)),
      '</A><DT><A HREF="http://b.example/">B</A></DL>',
    )
    expect(fields.map(({ url }) => url)).toEqual(['http://a.example/', 'http://b.example/'])
    expect(String(fields[0]?.name).length).toBeLessThan(MB)
    expect(problems).toEqual(['1 too-large http://a.example/'])
  })

  it('never make it throw', async () => {
    const parts = fc.constantFrom(
      '<DL>',
      '</DL>',
      '<DT>',
      '<A HREF="x:y">',
      '</A>',
      '<H3>',
      '</H3>',
      '<DD>',
      'text',
      '<p>',
      '<',
      '&',
      '"',
      '<!--',
      '\n',
    )
    await fc.assert(fc.asyncProperty(fc.array(parts), async (texts) => void (await read(...texts))))
  })
})

describe('written bookmarks', () => {
  const item = (fields: Fields, tags: string[] = [], type = 'Bookmark'): Item => ({
    id: '0'.repeat(32) as ItemId,
    type,
    fields,
    tags,
    createdAt: 0,
    updatedAt: 0,
    rev: 1,
    change: '0'.repeat(32) as ChangeId,
  })
  const write = async (items: Item[]) => (await Array.fromAsync(writeBookmarks(items))).join('')

  it('are what browsers read', async () => {
    expect(
      await write([
        item({ url: 'https://a.example/?a=1&b="', name: 'A <b>', folder: 'F/G', dateCreated: '2023-11-14T22:13:20Z' }, [
          'x',
        ]),
        item({ url: 'https://b.example' }),
      ]),
    ).toBe(`<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3>F</H3>
    <DL><p>
        <DT><H3>G</H3>
        <DL><p>
            <DT><A HREF="https://a.example/?a=1&amp;b=&quot;" ADD_DATE="1700000000" TAGS="x">A &lt;b&gt;</A>
        </DL><p>
    </DL><p>
    <DT><A HREF="https://b.example"></A>
</DL><p>
`)
  })

  it('leave out what would run, and what is no bookmark', async () => {
    const text = await write([
      item({ url: 'javascript:alert(1)' }),
      item({ name: 'A' }),
      item({ url: 'https://a.example' }, [], 'Note'),
    ])
    expect(text).not.toContain('HREF')
  })

  it('come back', async () => {
    const line = fc
      .string({ unit: fc.constantFrom('a', 'Ü', '<', '&', '"', "'", ' ', '日', 'amp;', '>') })
      .map((text) => text.replace(/\s+/g, ' ').trim())
      .filter(Boolean)
    const fields = fc.record(
      {
        url: line.map((text) => `https://a.example/${text}`),
        name: line,
        folder: fc.array(line, { minLength: 1, maxLength: 3 }).map((names) => names.join('/')),
        dateCreated: fc.constantFrom('2023-11-14T22:13:20Z', '1999-01-01T00:00:00Z'),
        description: line,
      },
      { requiredKeys: ['url'] },
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fields, fc.uniqueArray(line, { maxLength: 2 })), { maxLength: 6 }),
        async (drafts) => {
          const { items, problems } = await read(await write(drafts.map(([each, tags]) => item(each, tags))))
          const sorted = (all: { fields: Fields; tags: string[] }[]) =>
            all.map((each) => JSON.stringify([Object.entries(each.fields).sort(), each.tags])).sort()
          expect(sorted(items)).toEqual(sorted(drafts.map(([each, tags]) => ({ fields: each, tags }))))
          expect(problems).toEqual([])
        },
      ),
    )
  })
})
