import { describe, expect, it } from 'vitest'
import { mayContact } from '../../lib/conversation/places'

describe('a relay that somebody else named', () => {
  it.each([
    'wss://relay.example/',
    'wss://relay.example.:8443/path',
    'wss://8.8.8.8/',
    'wss://[2606:4700:4700::1111]/',
  ])('may be contacted: %s', (address) => {
    expect(mayContact(address, [])).toBe(true)
  })

  it.each([
    'not an address',
    'ws://relay.example/',
    'https://relay.example/',
    'wss://user@relay.example/',
    'wss://:password@relay.example/',
    'wss://localhost/',
    'wss://LOCALHOST./',
    'wss://localhost../',
    'wss://app.localhost/',
    'wss://router/',
    'wss://router./',
    'wss://printer.local/',
    'wss://printer.local./',
    'wss://nas.home.arpa/',
    'wss://nas.fritz.lan:443/',
    'wss://127.0.0.1/',
    'wss://0x7f.1/',
    'wss://2130706433/',
    'wss://10.0.0.1/',
    'wss://100.64.0.1/',
    'wss://169.254.169.254/',
    'wss://172.31.0.1/',
    'wss://192.168.1.1:8080/',
    'wss://[::1]/',
    'wss://[::ffff:127.0.0.1]/',
    'wss://[::ffff:192.168.0.1]/',
    'wss://[fd12:3456::1]/',
    'wss://[fe80::1]/',
    'wss://[ff02::1]/',
  ])('is left alone: %s', (address) => {
    expect(mayContact(address, [])).toBe(false)
  })

  it('may be contacted wherever it is, where we chose it too', () => {
    expect(mayContact('ws://127.0.0.1:7777', ['ws://127.0.0.1:7777/'])).toBe(true)
    expect(mayContact('ws://127.0.0.1:7778', ['ws://127.0.0.1:7777/'])).toBe(false)
  })
})
