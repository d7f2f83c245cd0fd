// A page that draws the steps that the person's own agent keeps, as they come in. It keeps none of them itself.
import { connectAgent } from './hearth.js'

const TYPE = 'Measurement'
const FIELDS = ['measuredProperty', 'value', 'unitText', 'startTime']
const PURPOSE = {
  text: 'Draw your steps, and keep those that you enter here',
  category: 'dpv:ServiceProvision',
  retention: 'P1D',
}
const ASKED = {
  name: 'data',
  type: TYPE,
  access: ['read', 'create'],
  fields: FIELDS,
  purpose: PURPOSE,
  duration: 'P30D',
}
const QUERY = { type: TYPE, fields: FIELDS, equals: { measuredProperty: 'Steps' }, limit: 500 }
const DAYS = 14

const $ = (id) => document.getElementById(id)

let agent = null
/** It may read. */
let isConnected = false
let mayAdd = false
/** It might read, and now it may not. */
let hasEnded = false
let busy = false
/** Something changed while we were busy: look again afterwards. */
let stale = false

const show = (state) => {
  $('none').hidden = $('again').hidden = agent !== null
  $('connect').hidden = agent === null || isConnected
  $('disconnect').hidden = !isConnected && !mayAdd
  document.querySelector('.chart').hidden = !isConnected
  document.querySelector('.below').hidden = !isConnected && !mayAdd
  for (const button of document.querySelectorAll('button')) button.disabled = busy
  if (state) $('state').textContent = state
}

/** What went wrong, in words. One answer stands for every way of not getting something: a site is not told which. */
const why = ({ code, name }) => {
  if (code === 4001) return 'You did not allow that. Nothing was read, and nothing was changed.'
  if (code === 4100) return 'There is no permission any more, or Hearth is locked. A site cannot tell which.'
  if (code === -32005) return 'Too many questions at once. Wait a moment.'
  if (name === 'InvalidStateError') return 'It was changed elsewhere meanwhile. Look again, and then correct it.'
  if (name === 'AbortError' || code === 4900) return 'The question went away.'
  return 'That did not work.'
}

/** One thing after the other, with what happens meanwhile on the page. */
const during = async (words, work) => {
  busy = true
  show(words)
  let refusal = null
  const state = await work().catch((error) => {
    refusal = why(error)
    return refusal
  })
  busy = false
  show(state)
  if (stale) await again()
  // What changed meanwhile is drawn; why nothing came of this is still said.
  if (refusal) show(refusal)
}

const svg = (name, attributes, text) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  if (text !== undefined) element.textContent = text
  return element
}
const number = (value) => Math.round(value).toLocaleString('en')
const dayOf = ({ startTime = '' }) => startTime.slice(0, 10)
const dayName = (day) => new Date(`${day}T12:00`).toLocaleDateString('en', { day: 'numeric', month: 'short' })

const draw = (records) => {
  const days = new Map()
  for (const record of records)
    if (dayOf(record)) days.set(dayOf(record), (days.get(dayOf(record)) ?? 0) + Number(record.value ?? 0))
  const bars = [...days].sort(([a], [b]) => a.localeCompare(b)).slice(-DAYS)
  const sum = bars.reduce((total, [, value]) => total + value, 0)
  $('average').textContent = number(sum / Math.max(1, bars.length))
  $('days').textContent = bars.length === 1 ? 'one day' : `${bars.length} days`
  const most = Math.max(1, ...bars.map(([, value]) => value))
  const width = 700 / DAYS
  $('chart').replaceChildren(
    ...[0.5, 1].map((part) => svg('line', { x1: 0, x2: 700, y1: 206 - 180 * part, y2: 206 - 180 * part })),
    ...bars.flatMap(([day, value], index) => {
      const height = Math.max(2, (180 * value) / most)
      const x = 700 - (bars.length - index) * width
      const bar = svg('rect', { x: x + 6, y: 206 - height, width: width - 12, height, rx: 6 })
      bar.append(svg('title', {}, `${dayName(day)}: ${number(value)}`))
      if (index === bars.length - 1) bar.classList.add('last')
      const label = index % 3 === (bars.length - 1) % 3
      return label ? [bar, svg('text', { x: x + width / 2, y: 230, 'text-anchor': 'middle' }, dayName(day))] : [bar]
    }),
  )
}

const button = (words, name, act) => {
  const element = document.createElement('button')
  element.type = 'button'
  element.textContent = words
  element.ariaLabel = name
  element.addEventListener('click', act)
  return element
}

const list = (records) => {
  const latest = [...records].sort((a, b) => (b.startTime ?? '').localeCompare(a.startTime ?? '')).slice(0, 6)
  $('entries').replaceChildren(
    ...latest.map((record) => {
      const row = document.createElement('li')
      const [value, day] = [document.createElement('b'), document.createElement('span')]
      value.textContent = number(Number(record.value ?? 0))
      day.textContent = dayOf(record) ? dayName(dayOf(record)) : 'without a day'
      const which = `${value.textContent} of ${day.textContent}`
      row.append(
        value,
        day,
        button('Correct', `Correct ${which}`, () => correct(record)),
        button('Delete', `Delete ${which}`, () => remove(record)),
      )
      return row
    }),
  )
}

/** All that may be read, page by page. */
const readAll = async () => {
  const all = []
  for (let cursor; ; ) {
    const page = await agent.request({ method: 'data_query', params: { ...QUERY, ...(cursor ? { cursor } : {}) } })
    all.push(...page.records)
    cursor = page.cursor
    if (!cursor) return all
  }
}

/** What stands now: drawn while it is allowed, gone from the page when it is not. */
const look = async () => {
  const grants = await agent.request({ method: 'permissions_query', params: [ASKED] })
  const had = isConnected
  const may = grants.filter(({ status }) => status === 'active').map(({ parentCapability }) => parentCapability)
  isConnected = may.includes('data.read')
  mayAdd = may.includes('data.create')
  hasEnded = !isConnected && (had || hasEnded)
  const records = isConnected ? await readAll() : []
  draw(records)
  list(records)
  // Refused where the permission was for one use: what was drawn stays until the next look.
  if (isConnected && !had) await agent.request({ method: 'data_subscribe', params: QUERY }).catch(() => {})
  if (isConnected)
    return records.length === 0 ? 'Connected. No steps yet.' : 'Connected. New steps appear by themselves.'
  if (mayAdd) return 'You let us add steps, and read none: what you enter goes to Hearth, and is not drawn here.'
  if (hasEnded) return 'The permission has ended, or Hearth is locked. Nothing of yours is left on this page.'
  return 'Hearth is here. It asks you before we see anything.'
}

const again = async () => {
  if (agent === null) return
  stale = busy
  if (!busy) show(await look().catch(why))
}

const connect = async () => {
  await agent.request({ method: 'agent_connect', params: { permissions: [ASKED] } })
  // Of all that was asked, reading may be what the person left out.
  const state = await look()
  return isConnected || mayAdd ? state : 'Connected, but you let us read nothing.'
}

const disconnect = async () => {
  await agent.request({ method: 'permissions_revoke', params: [{ name: 'data', type: TYPE }] })
  await agent.request({ method: 'agent_disconnect' })
  isConnected = mayAdd = false
  await look()
  hasEnded = true
  return 'Disconnected. Nothing of yours is left on this page.'
}

const ASKING = 'Waiting for you: Hearth shows what would change.'
const put = (record, ifRev) =>
  agent.request({
    method: 'data_put',
    params: { type: TYPE, records: [record], purpose: PURPOSE, ...(ifRev && { ifRev }) },
  })

const correct = (record) => {
  const typed = Number(prompt('How many steps?', String(record.value ?? '')))
  if (!Number.isInteger(typed) || typed < 1) return
  void during(ASKING, async () => {
    await put({ id: record.id, value: typed }, { [record.id]: record.rev })
    return look()
  })
}
const remove = (record) =>
  during(ASKING, async () => {
    await agent.request({ method: 'data_delete', params: { ids: [record.id], purpose: PURPOSE } })
    return look()
  })

const start = () =>
  during('Looking for Hearth', async () => {
    try {
      agent = await connectAgent()
    } catch (error) {
      if (error.name !== 'NotFoundError') throw error
      return 'Hearth is not here, or may not speak to this page. There is nothing to draw.'
    }
    for (const event of ['permissionsChanged', 'dataChanged', 'connect', 'disconnect']) agent.on(event, again)
    agent.on('requestUpdated', () => show('Hearth has the question, and waits for you. No window? It may be locked.'))
    return look()
  })

$('connect').addEventListener('click', () => during('Waiting for you: Hearth shows what we would get.', connect))
$('disconnect').addEventListener('click', () => during('Disconnecting', disconnect))
$('again').addEventListener('click', start)
// Only a site that is connected hears that Hearth was unlocked: whoever comes back from there is looked at anew.
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && again())
$('add').addEventListener('submit', (event) => {
  event.preventDefault()
  const { value, day } = Object.fromEntries(new FormData($('add')))
  void during('Keeping it', async () => {
    await put({ measuredProperty: 'Steps', value: Number(value), unitText: 'count', startTime: day })
    $('add').elements.value.value = ''
    return look()
  })
})
$('add').elements.day.valueAsDate = new Date()
await start()
