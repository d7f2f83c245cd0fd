import { describe, expect, it } from 'vitest'
import { PUBLIC_RELAYS } from '../../lib/contract/public-relays'
import { browserOf, diagnosticsText } from '../../lib/ui/diagnostics/text'
import { busy, calm, silent, trouble } from './gallery/networks'
import { NOW } from './gallery/people'

describe('the diagnostics as a text', () => {
  it('hold what somebody who helps has to know', () => {
    expect(diagnosticsText(calm, NOW, 'Firefox/152.0')).toBe(`Hearth diagnostics, 2026-11-23T13:40:00.000Z
Browser: Firefox/152
Routers: public
Advice: none

Relays
wss://nos.lol: connected
wss://relay.primal.net: unused
Relay 1, of a contact: connecting

Contacts
Contact 1: direct (local), 0 waiting, last seen 2026-11-23T13:38:00.000Z
Contact 2: direct (router), 0 waiting, last seen 2026-11-23T13:05:00.000Z
Contact 3: via relay, 0 waiting, last seen 2026-11-22T11:40:00.000Z

Lately
2026-11-23T13:37:00.000Z opened, Contact 1
2026-11-23T13:36:00.000Z answered, Contact 1
2026-11-23T13:35:00.000Z offered, Contact 1
2026-11-23T13:34:00.000Z relay-connected, wss://nos.lol
`)
  })

  it.each([
    ['calm', calm],
    ['trouble', trouble],
    ['busy', busy],
  ])('name nobody and hold no secret: %s', (_, diagnosis) => {
    const text = diagnosticsText(diagnosis, NOW, 'Firefox/152.0')
    for (const { contact, name } of diagnosis.contacts) {
      expect(text).not.toContain(contact)
      expect(text).not.toContain(name.slice(0, 12))
    }
    expect(text).not.toMatch(/secret|inbox|bobmarsh|\u202e/)
  })

  it('number what only a contact chose the same way everywhere, and show public relays', () => {
    const theirs = 'wss://theirs.example.org/'
    const [known = ''] = PUBLIC_RELAYS
    const text = diagnosticsText(
      {
        ...silent,
        relays: [known, theirs].map((address) => ({
          address,
          own: false,
          state: 'connected',
          why: null,
          retryAt: null,
        })),
        happenings: [theirs, 'wss://long-gone.example.org/'].map((relay) => ({
          at: NOW,
          what: 'relay-waiting',
          contact: null,
          relay,
        })),
      },
      NOW,
      'Firefox/152.0',
    )
    expect(text).toContain(`${known}: connected\nRelay 1, of a contact: connected\n`)
    expect(text).toMatch(/relay-waiting, Relay 1, of a contact\n.*relay-waiting, Relay 2, of a contact\n/)
  })

  it('tell of somebody who is no contact any more', () => {
    const [first] = calm.happenings
    expect(diagnosticsText({ ...silent, happenings: first ? [first] : [] }, NOW, 'Firefox/152.0')).toContain(
      'opened, a former contact',
    )
  })

  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:152.0) Gecko/20100101 Firefox/152.0', 'Firefox/152'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36', 'Chrome/150'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0', 'Edg/150'],
    ['a browser of our own', 'another browser'],
  ])('name the browser, and nothing else of %s', (userAgent, name) => {
    expect(browserOf(userAgent)).toBe(name)
  })
})
