import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { HearthError } from '../../lib/contract/errors'
import { connectPanel } from '../../lib/rpc/connect-panel'
import { type PanelServer, servePanels } from '../../lib/rpc/serve-panels'
import { connectAs, fake, OWN_ID, ownUrl, settle, stopWorker } from './fake-browser'

vi.mock('webextension-polyfill', async () => ({ default: (await import('./fake-browser')).fake }))

const server = (over: object = {}): PanelServer =>
  ({
    commands: {
      suggestPassphrase: () => ({ passphrase: 'five words' }),
      lock: () => undefined,
      unlock: () => {
        throw new HearthError('wrong-passphrase')
      },
      rename: () => {
        throw new Error('a secret in a message')
      },
      cancelInvitation: () => new Promise(() => undefined),
    },
    watch: () => () => undefined,
    ...over,
  }) as unknown as PanelServer

beforeEach(() => {
  vi.useFakeTimers()
  connectAs({ id: OWN_ID, url: ownUrl('/popup.html') })
})
afterEach(() => {
  stopWorker()
  vi.useRealTimers()
})

describe('asking', () => {
  it('answers with the value, with nothing, or with the reason', async () => {
    servePanels(server())
    const panel = connectPanel()
    await expect(panel.ask('suggestPassphrase', {})).resolves.toEqual({ passphrase: 'five words' })
    await expect(panel.ask('lock', {})).resolves.toBeUndefined()
    await expect(panel.ask('unlock', { passphrase: 'x' })).rejects.toMatchObject({ reason: 'wrong-passphrase' })
  })

  it('says `internal` and nothing more of any other error', async () => {
    servePanels(server())
    const error = await connectPanel()
      .ask('rename', { name: 'x' })
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(HearthError)
    expect((error as HearthError).message).toBe('internal')
  })

  it.each(['toString', '__proto__', 'constructor', 'hasOwnProperty', 'nothing'])(
    'knows no command %s',
    async (name) => {
      servePanels(server())
      await expect(connectPanel().ask(name as 'lock', {})).rejects.toMatchObject({ reason: 'unknown-method' })
    },
  )

  it('is interrupted when the worker stops, and works again afterwards', async () => {
    servePanels(server())
    const panel = connectPanel()
    const under = expect(panel.ask('cancelInvitation', { id: 'x' as never })).rejects.toMatchObject({
      reason: 'interrupted',
    })
    await settle()
    stopWorker()
    await under
    const later = panel.ask('suggestPassphrase', {})
    servePanels(server())
    await vi.advanceTimersByTimeAsync(100)
    await expect(later).resolves.toEqual({ passphrase: 'five words' })
  })

  it('keeps trying while no worker listens', async () => {
    const panel = connectPanel()
    await vi.advanceTimersByTimeAsync(10_000)
    servePanels(server())
    await vi.advanceTimersByTimeAsync(2_000)
    await expect(panel.ask('suggestPassphrase', {})).resolves.toEqual({ passphrase: 'five words' })
  })
})

describe('watching', () => {
  it('pushes to each watch until it ends', async () => {
    const pushes: ((value: unknown) => void)[] = []
    const ended = vi.fn()
    servePanels(
      server({
        watch: (_name: string, _params: unknown, push: (value: unknown) => void) => {
          pushes.push(push)
          push({ phase: 'empty' })
          return ended
        },
      }),
    )
    const panel = connectPanel()
    const seen: unknown[] = []
    const stop = panel.watch('status', {}, (value) => seen.push(value))
    await settle()
    pushes[0]?.({ phase: 'locked' })
    await settle()
    expect(seen).toEqual([{ phase: 'empty' }, { phase: 'locked' }])
    stop()
    await settle()
    expect(ended).toHaveBeenCalledOnce()
    pushes[0]?.({ phase: 'empty' })
    await settle()
    expect(seen).toHaveLength(2)
  })

  it('begins again with a new worker, and ends at the old one', async () => {
    const began = vi.fn()
    const watch = (name: string, params: unknown, push: (value: unknown) => void) => {
      began(name, params)
      push(began.mock.calls.length)
      return () => undefined
    }
    servePanels(server({ watch }))
    const seen: unknown[] = []
    connectPanel().watch('conversation', { contact: 'c' as never, limit: 9 }, (value) => seen.push(value))
    await settle()
    stopWorker()
    servePanels(server({ watch }))
    await vi.advanceTimersByTimeAsync(100)
    expect(seen).toEqual([1, 2])
    expect(began).toHaveBeenLastCalledWith('conversation', { contact: 'c', limit: 9 })
  })

  it('ends when the panel closes', async () => {
    const ended = vi.fn()
    servePanels(server({ watch: () => ended }))
    const port = fake.runtime.connect({ name: 'panel' })
    await settle()
    port.postMessage({ kind: 'watch', id: 1, name: 'status', params: {} })
    port.postMessage({ kind: 'watch', id: 2, name: 'me', params: {} })
    await settle()
    port.disconnect()
    await settle()
    expect(ended).toHaveBeenCalledTimes(2)
  })
})

describe('who may ask', () => {
  it.each([
    ['another extension', { id: 'other', url: 'chrome-extension://other/popup.html' }],
    ['our id under a foreign url', { id: OWN_ID, url: 'https://evil.example/popup.html' }],
    ['a host that begins like ours', { id: OWN_ID, url: `chrome-extension://${OWN_ID}.evil/popup.html` }],
    ['a page of ours that is no panel', { id: OWN_ID, url: ownUrl('/offscreen.html') }],
    ['a path that begins like a panel', { id: OWN_ID, url: ownUrl('/popup.html.evil') }],
    ['a path below a panel', { id: OWN_ID, url: ownUrl('/popup.html/x') }],
    ['a content script', { id: OWN_ID, url: 'https://site.example/' }],
    ['nobody', {}],
    ['no sender at all', undefined],
    ['no url', { id: OWN_ID }],
  ])('not %s', async (_, who) => {
    const command = vi.fn()
    servePanels(server({ commands: { lock: command } }))
    connectAs(who)
    const port = fake.runtime.connect({ name: 'panel' })
    const gone = vi.fn()
    port.onDisconnect.addListener(gone)
    await settle()
    expect(gone).toHaveBeenCalledOnce()
    expect(command).not.toHaveBeenCalled()
  })

  it.each(['/popup.html', '/sidepanel.html#/chats', '/home.html?x=1', '/prompt.html'])('%s', async (path) => {
    servePanels(server())
    connectAs({ id: OWN_ID, url: ownUrl(path) })
    await expect(connectPanel().ask('suggestPassphrase', {})).resolves.toBeDefined()
  })
})
