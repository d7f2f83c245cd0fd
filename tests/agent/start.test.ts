import 'fake-indexeddb/auto'
import { it, vi } from 'vitest'
import { startAgent } from '../../lib/agent/agent'
import type { Status } from '../../lib/contract/panel-api'
import { openDatabase } from '../../lib/store/database'
import { createAir } from './air'
import { FakeBrowser } from './fake-browser'
import { PASSPHRASE, pageParts } from './world'

it('an agent that cannot read its disk when it starts is locked, and works once the disk does', async () => {
  const begin = (broken: boolean) => {
    const db = openDatabase('start')
    if (broken) vi.spyOn(db.header, 'get').mockRejectedValueOnce(new DOMException('no room', 'QuotaExceededError'))
    const keys = { load: async () => null, keep: async () => {}, forget: async () => {} }
    const onOnline = () => () => undefined
    const socket = (url: string) => new WebSocket(url)
    const session = async () => 'session'
    const rest = { session, pages: pageParts(new FakeBrowser()), show: () => {} }
    const agent = startAgent({ db, link: createAir().link(), keys, now: Date.now, onOnline, socket, ...rest })
    const until = (phase: Status['phase']) =>
      new Promise<void>((resolve) => {
        agent.watch('status', {}, (status) => status.phase === phase && resolve())
      })
    return { db, agent, until }
  }
  const first = begin(false)
  await first.agent.commands.createIdentity({ name: 'Alice', passphrase: PASSPHRASE })
  await first.agent.commands.lock({})
  first.db.close()

  const { agent, until } = begin(true)
  await until('locked')
  await agent.commands.unlock({ passphrase: PASSPHRASE })
  await until('setup')
})
