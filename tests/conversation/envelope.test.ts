import { describe, expect, it } from 'vitest'
import { encodeText } from '../../lib/contract/wire'
import { openEnvelope, sealEnvelope } from '../../lib/conversation/envelope'
import { NOW, pair } from './people'

describe('an envelope', () => {
  it('opens for the other side, in both directions', () => {
    let { alice, bob } = pair()
    for (const text of ['one', '', 'three']) {
      const sealed = sealEnvelope([alice], encodeText(text), NOW)
      const opened = openEnvelope(bob, sealed.frame, NOW)
      expect(opened.plaintext).toEqual(encodeText(text))
      const back = sealEnvelope([opened.session], encodeText(`re: ${text}`), NOW)
      const read = openEnvelope(sealed.sessions[0] ?? alice, back.frame, NOW)
      expect(read.plaintext).toEqual(encodeText(`re: ${text}`))
      alice = read.session
      bob = back.sessions[0] ?? bob
    }
  })
})
