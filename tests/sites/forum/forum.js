// A board that wants to know one thing: that you are who you were the last time. Its server verifies that by itself.
import { connectAgent } from './hearth.js'

const $ = (id) => document.getElementById(id)

let agent = null
let me = null
let busy = false

const show = (state) => {
  const isIn = Boolean(me?.did)
  $('none').hidden = $('again').hidden = agent !== null || isIn
  $('signin').hidden = agent === null || isIn
  $('signout').hidden = !isIn
  $('did').hidden = !isIn
  $('did').textContent = me?.did ?? ''
  $('name').hidden = !isIn || Boolean(me.nickname)
  $('post').hidden = !isIn || !me.nickname
  for (const button of document.querySelectorAll('button')) button.disabled = busy
  if (state) $('state').textContent = state
}

/** What went wrong, in words. One answer stands for every way of not signing in: a site is not told which. */
const why = ({ code, name, message }) => {
  if (code === 4001) return 'You did not sign in. You can read all the same.'
  if (code === -32005) return 'Too many questions at once. Wait a moment.'
  if (name === 'AbortError' || code === 4900) return 'The question went away.'
  return name === 'Refused' ? message : 'That did not work.'
}

/** One thing after the other, with what happens meanwhile on the page. */
const during = async (words, work) => {
  busy = true
  show(words)
  const state = await work().catch(why)
  busy = false
  show(state)
}

const api = async (method, path, body) => {
  const answer = await fetch(`/api/${path}`, { method, ...(body && { body: JSON.stringify(body) }) })
  if (answer.ok) return answer.json()
  throw Object.assign(new Error('The board did not accept that.'), { name: 'Refused' })
}

const list = (posts) =>
  $('posts').replaceChildren(
    ...posts.map(({ who, text, at }) => {
      const [note, words, from] = ['li', 'p', 'small'].map((name) => document.createElement(name))
      words.textContent = text
      const day = new Date(at).toLocaleDateString('en', { day: 'numeric', month: 'short' })
      from.textContent = `${who}, ${day}`
      note.append(words, from)
      return note
    }),
  )

const greeting = () => {
  if (!me?.did) return agent ? 'You can read. To pin a note, sign in.' : undefined
  if (!me.nickname) return 'You are in. We do not know you yet.'
  return me.visits > 1 ? `Good to see you again, ${me.nickname}.` : `Hello, ${me.nickname}.`
}

const signIn = async () => {
  const { nonce } = await api('POST', 'nonce')
  const { token } = await agent.request({
    method: 'identity_signIn',
    params: { nonce, statement: 'Sign in to the board on the stairs' },
  })
  me = await api('POST', 'session', { token })
  return greeting()
}

const signOut = async () => {
  await api('DELETE', 'session')
  me = null
  return agent ? 'Signed out. The board keeps your notes, and knows you when you come back.' : 'Signed out.'
}

const find = async () => {
  try {
    agent = await connectAgent()
  } catch (error) {
    if (error.name !== 'NotFoundError') throw error
    return greeting() ?? 'Hearth is not here, or may not speak to this page. You can read all the same.'
  }
  agent.on('requestUpdated', () => show('Hearth has the question, and waits for you. No window? It may be locked.'))
  return greeting()
}

$('signin').addEventListener('click', () => during('Waiting for you: Hearth asks whether to sign in.', signIn))
$('signout').addEventListener('click', () => during('Signing out', signOut))
$('again').addEventListener('click', () => during('Looking for Hearth', find))
$('name').addEventListener('submit', (event) => {
  event.preventDefault()
  const { nickname } = Object.fromEntries(new FormData($('name')))
  void during('Writing it down', async () => {
    me = await api('PUT', 'me', { nickname })
    return greeting()
  })
})
$('post').addEventListener('submit', (event) => {
  event.preventDefault()
  const { text } = Object.fromEntries(new FormData($('post')))
  void during('Pinning it', async () => {
    list(await api('POST', 'posts', { text }))
    $('post').reset()
    return 'Pinned.'
  })
})
await during('Looking for Hearth', async () => {
  me = await api('GET', 'me')
  list(await api('GET', 'posts'))
  return find()
})
