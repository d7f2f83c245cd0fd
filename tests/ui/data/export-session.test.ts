import { describe, expect, it } from 'vitest'
import { HearthError } from '../../../lib/contract/errors'
import type { FileId } from '../../../lib/contract/ids'
import type { Panel, Status } from '../../../lib/contract/panel-api'
import type { JobOptions, runJob } from '../../../lib/formats/connect-worker'
import { exportSession } from '../../../lib/ui/data/export/session'

const WHOLE = 'a'.repeat(32) as FileId
const BROKEN = 'b'.repeat(32) as FileId
const GONE = 'c'.repeat(32) as FileId

/** What lies there of each file. */
const readFile = ({ file, piece }: { file: FileId; piece: number }) => {
  if (file === GONE) return null
  if (file === BROKEN && piece === 1) throw new HearthError('vault-damaged')
  return piece < 2 ? { bytes: 'aGVhcnRo' } : null
}

const panel = {
  ask: async (name: string, params: never) => {
    if (name !== 'readFile') throw new HearthError('unknown-method')
    return readFile(params)
  },
  watch: (_: string, __: unknown, tell: (status: Status) => void) => {
    tell({ phase: 'open', unread: 0 })
    return () => undefined
  },
} as unknown as Panel

/** A worker that asks for every piece of these files. */
const reading =
  (...files: FileId[]) =>
  async (_: string, __: unknown, { answers }: JobOptions) => {
    for (const file of files)
      for (let piece = 0; await answers?.piece?.({ file, piece }); piece++)
        await answers?.write?.({ bytes: new Blob(['hearth']) })
  }

const ended = async (...files: FileId[]) => {
  const session = exportSession(panel, reading(...files) as unknown as typeof runJob)
  session.exportAll()
  await expect.poll(() => session.stage.value.at).not.toBe('running')
  return session.stage.value
}

describe('taking everything out', () => {
  it('goes on where a file is damaged, and says of how many that is so', async () => {
    const stage = await ended(BROKEN, WHOLE, GONE)
    expect(stage).toMatchObject({ at: 'ended', damaged: 2 })
    expect(stage.at === 'ended' && (await stage.file.text())).toBe('hearth'.repeat(3))
  })

  it('says nothing of damage where there is none', async () => {
    expect(await ended(WHOLE)).toMatchObject({ at: 'ended', damaged: 0 })
  })
})
