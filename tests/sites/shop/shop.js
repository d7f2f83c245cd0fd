// A shop that wants an address, once or for thirty days. Everything works without Hearth, too: one types.
import { connectAgent } from './hearth.js'

const TYPE = 'PostalAddress'
const FIELDS = ['name', 'address', 'telephone']
const QUERY = { type: TYPE, fields: FIELDS }
const ONCE = { text: 'Send the tin that you order to you' }
const KEPT = {
  text: 'Fill in where your tea goes when you order again',
  category: 'dpv:FulfilmentOfObligation',
  retention: 'P30D',
}
const ASKED = { name: 'data', type: TYPE, access: ['read'], fields: FIELDS, purpose: KEPT, duration: 'P30D' }

const $ = (id) => document.getElementById(id)
const form = $('order')

let agent = null
/** The permission to read, while there is one. */
let grant = null
/** There was one, and now there is none. */
let hasEnded = false
let busy = false
/** Something changed while we were busy: look again afterwards. */
let stale = false

const show = (state) => {
  $('none').hidden = $('again').hidden = agent !== null
  $('pick').hidden = agent === null || grant !== null
  $('keep').hidden = agent === null || grant !== null
  $('forget').hidden = grant === null
  for (const id of ['pick', 'keep', 'forget', 'again']) $(id).disabled = busy
  if (state) $('state').textContent = state
}

const fill = ({ name = '', address = {}, telephone = '' }) => {
  const { streetAddress = '', extendedAddress = '', ...rest } = address
  const values = {
    name,
    telephone,
    streetAddress: [streetAddress, extendedAddress].filter(Boolean).join(', '),
    ...rest,
  }
  for (const field of form.elements) if (field.autocomplete && field.name in values) field.value = values[field.name]
}
const clear = () => {
  for (const field of form.elements) if (field.autocomplete) field.value = ''
}

/** What went wrong, in words. One answer stands for every way of not getting something: a site is not told which. */
const why = ({ code, name }) => {
  if (code === 4001) return 'You shared nothing. You can type it, or ask Hearth again.'
  if (code === 4100) return 'There is no permission any more, or Hearth is locked. A site cannot tell which.'
  if (code === -32005) return 'Too many questions at once. Wait a moment.'
  if (name === 'AbortError' || code === 4900) return 'The question went away.'
  return 'That did not work. You can type it.'
}

/** One thing after the other, with what happens meanwhile on the page. */
const during = async (words, work) => {
  busy = true
  show(words)
  const state = await work().catch(why)
  busy = false
  show(state)
  if (stale) await again()
}

const date = (iso) => new Date(iso).toLocaleDateString('en', { day: 'numeric', month: 'long', year: 'numeric' })
const untilOf = ({ caveats }) => caveats.find(({ type }) => type === 'expiresAt')?.value

/** What stands now: with a permission the fields are filled without a question, without one they are not. */
const look = async () => {
  const had = grant !== null
  const grants = await agent.request({ method: 'permissions_query', params: [ASKED] })
  grant = grants.find(({ status, parentCapability }) => status === 'active' && parentCapability === 'data.read') ?? null
  if (grant === null) {
    if (had) clear()
    hasEnded ||= had
    if (hasEnded) return 'The permission has ended, or Hearth is locked. This page has forgotten your address.'
    return form.elements.name.value === '' ? 'Hearth is here. It asks you before we see anything.' : undefined
  }
  hasEnded = false
  const { records } = await agent.request({ method: 'data_query', params: QUERY })
  if (records.length === 0) return 'You let us read an address, but there is none.'
  fill(records[0])
  const isLive = had || (await agent.request({ method: 'data_subscribe', params: QUERY }).catch(() => null)) !== null
  if (!isLive) {
    // It was for one use, and this was it.
    grant = null
    return 'Taken from Hearth, this once.'
  }
  const until = untilOf(grant)
  return `Filled in from Hearth, as you allowed${until ? ` until ${date(until)}` : ''}.`
}

const again = async () => {
  if (agent === null) return
  stale = busy
  if (!busy) show(await look().catch(why))
}

const pick = async () => {
  const params = { ...QUERY, purpose: ONCE }
  const { records } = await agent.request({ method: 'data_pick', params })
  fill(records[0])
  hasEnded = false
  return 'Taken from Hearth, this once.'
}

const keep = async () => {
  await agent.request({ method: 'permissions_request', params: [ASKED] })
  return look()
}

const forget = async () => {
  await agent.request({ method: 'permissions_revoke', params: [grant.id] })
  return look()
}

const begin = async () => {
  agent = await connectAgent()
  for (const event of ['permissionsChanged', 'dataChanged', 'connect', 'disconnect']) agent.on(event, again)
  agent.on('requestUpdated', () => show('Hearth has the question, and waits for you. No window? It may be locked.'))
  return look()
}

const start = () =>
  during('Looking for Hearth', () =>
    begin().catch((error) => {
      if (error.name !== 'NotFoundError') throw error
      agent = null
      return 'Hearth is not here, or may not speak to this page. Typing works as ever.'
    }),
  )

const ASKING = 'Waiting for you: Hearth shows what we would get.'
$('pick').addEventListener('click', () => during(ASKING, pick))
$('keep').addEventListener('click', () => during(ASKING, keep))
$('forget').addEventListener('click', () => during('Giving it back', forget))
$('again').addEventListener('click', start)
// Only a site that is connected hears that Hearth was unlocked: whoever comes back from there is looked at anew.
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && again())
form.addEventListener('submit', (event) => {
  event.preventDefault()
  const { tea, name, streetAddress, postalCode, addressLocality, addressCountry } = Object.fromEntries(
    new FormData(document.querySelector('form')),
  )
  const chosen = tea ?? document.querySelector('[name=tea]:checked').value
  const lines = [name, streetAddress, `${postalCode} ${addressLocality}`, addressCountry].filter(Boolean)
  $('ordered').textContent = `We would send one tin of ${chosen} to\n${lines.join('\n')}`
})
await start()
