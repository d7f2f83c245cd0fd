import Dexie from 'dexie'

/** Dexie alone, as whoever has nothing to hide would use it: what a page of the vault is measured against. */
declare global {
  var bareDexie: { write(times: number): Promise<number[]>; read(times: number): Promise<number[]> }
}

const PAGE = 64 << 10
const db = new Dexie('bare', { chromeTransactionDurability: 'strict' })
db.version(1).stores({ pages: 'id' })
const pages = db.table<{ id: string; bytes: Uint8Array }, string>('pages')

const timed = async (times: number, work: () => Promise<unknown>): Promise<number[]> => {
  const samples: number[] = []
  for (let i = 0; i < times; i++) {
    const begun = performance.now()
    await work()
    samples.push(performance.now() - begun)
  }
  return samples
}

globalThis.bareDexie = {
  write: (times) =>
    timed(times, () =>
      db.transaction('rw', pages, async () => {
        await pages.get('page')
        await pages.put({ id: 'page', bytes: crypto.getRandomValues(new Uint8Array(PAGE)) })
      }),
    ),
  read: (times) => timed(times, () => pages.get('page')),
}
