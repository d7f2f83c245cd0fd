import '../ui/english'
import { expect, it } from 'vitest'
import { deedWords } from '../../lib/ui/sites/activity-words'
import { household } from './page'

it('notes which fields a form was filled with, once for all that is filled in the same minute', async () => {
  const { self } = await household()
  const { logFill, readActivity } = self.agent.commands
  const filled = { grantee: 'https://shop.example', type: 'Person' }
  await logFill({ ...filled, fields: ['name', 'address'] })
  await logFill({ ...filled, fields: ['email'] })
  const { entries } = await readActivity({ offset: 0 })
  expect(entries).toMatchObject([
    { ...filled, what: 'fill', outcome: 'allowed', fields: ['name', 'address', 'email'], times: 2 },
  ])
  expect(entries.map(deedWords)).toEqual(['Got Person: Name, Address, Email in a form that you filled · 2 times'])
})
