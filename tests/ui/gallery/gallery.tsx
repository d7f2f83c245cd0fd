import '../../../assets/theme.css'
import { render } from 'preact'
import type { Reason } from '../../../lib/contract/errors'
import { choose } from '../../../lib/ui/data/criteria'
import { forgetDrafts } from '../../../lib/ui/data/drafts'
import { mount } from '../../../lib/ui/mount'
import { mountPrompt } from '../../../lib/ui/prompt/mount'
import { fakeForm } from './fake-form'
import { type FakePanel, fakePanel, refuse } from './fake-panel'
import { fakeTab } from './fake-tab'
import { fakeTools } from './fake-tools'
import { SCENES, type Scene, type SceneName } from './scenes'

declare global {
  /** What the checks talk to: the agent of the scene that is shown. */
  var gallery: FakePanel
  /** Shows a scene from its beginning. */
  var showScene: (name: SceneName) => Promise<void>
  /** Fails the way the agent fails. */
  var failWith: (reason: Reason) => Promise<never>
}

globalThis.failWith = async (reason) => refuse(reason)()

const arriveAt = (hash: string) =>
  new Promise<void>((resolve) => {
    if (location.hash === hash) return resolve()
    addEventListener('hashchange', () => resolve(), { once: true })
    location.hash = hash
  })

const frames = async (count: number) => {
  for (let n = 0; n < count; n++) await new Promise(requestAnimationFrame)
}

/** One watch leads to a screen that begins the next: it is quiet when nothing came for a while. */
const quiet = async () => {
  for (let before = -1; before !== globalThis.gallery.events; ) {
    before = globalThis.gallery.events
    await frames(6)
  }
}

globalThis.showScene = async (name) => {
  const scene: Scene = SCENES[name]
  render(null, document.body)
  choose({ text: '', type: '', tag: '', order: 'newest' })
  forgetDrafts()
  await arriveAt(scene.hash ?? '#chats')
  globalThis.gallery = fakePanel(scene.world)
  const { surface = 'home' } = scene
  if (surface === 'prompt') mountPrompt(globalThis.gallery)
  else
    mount(globalThis.gallery, surface, {
      ...(surface === 'home' && { tools: fakeTools(globalThis.gallery, scene) }),
      ...(scene.tab && { tab: fakeTab(scene.tab) }),
      ...(scene.page && { form: fakeForm(scene.page) }),
    })
  if (scene.rtl) document.documentElement.dir = 'rtl'
  await quiet()
}

const first = new URLSearchParams(location.search).get('scene')
if (first !== null) await globalThis.showScene(first as SceneName)
