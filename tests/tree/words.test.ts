import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { REASONS } from '../../lib/contract/errors'
import { readSources } from './source'
import { checkWords, readKeys } from './words'

describe('the words of the locale', () => {
  it('are exactly the words that are used', async () => {
    const tree = new Map([...readSources(), ['wxt.config.ts', readFileSync('wxt.config.ts', 'utf8')]])
    expect(checkWords(await readKeys(), tree)).toEqual({ missing: [], unused: [] })
  })

  it('would be missed, or found useless', () => {
    const source = `t('chats.invite'); t('chats.gone'); t(\`state.\${state}\`); '__MSG_app_name__'`
    const keys = ['app.name', 'chats.invite', 'chats.useless', 'state.sent', 'states.sent']
    expect(checkWords(keys, new Map([['lib/ui/x.ts', source]]))).toEqual({
      missing: ['chats.gone'],
      unused: ['chats.useless', 'states.sent'],
    })
  })

  it('say why something failed, for every reason', async () => {
    const keys = await readKeys()
    for (const reason of REASONS) expect(keys).toContain(`error.${reason.replaceAll('-', '_')}`)
  })
})
