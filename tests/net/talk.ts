import { expect } from 'vitest'
import { type Person, say, sees, shown } from './person'

/** What two people said to each other, to be held against what arrived. */
export interface Talk {
  /** So many lines of each, in turn; resolves when all are durable. */
  more(lines: number): Promise<void>
  /** Everything said is on both sides, once, each person's in order, and its writer knows; answers with when. */
  arrived(): Promise<number>
}

export const talk = (...people: [Person, Person]): Talk => {
  const said: string[] = []
  const linesOf = ({ name }: Person) => said.filter((text) => text.endsWith(`${name}.`))
  return {
    more: async (lines) => {
      for (let i = 0; i < lines; i++) {
        for (const person of people) {
          const text = `line ${said.length} of ${person.name}.`
          said.push(text)
          await say(person, text)
        }
      }
    },
    arrived: async () => {
      const at = await Promise.all(people.map((person) => sees(person, linesOf(person), 'delivered')))
      for (const reader of people) {
        const writer = people.find((person) => person !== reader) as Person
        await sees(reader, linesOf(writer), '')
        const lines = (await shown(reader)).flatMap((text) => text.match(/line \d+ of \w+\./) ?? [])
        for (const person of people) {
          const own = lines.filter((line) => line.endsWith(`${person.name}.`))
          expect(own, `${person.name}'s lines on ${reader.name}'s screen`).toEqual(linesOf(person))
        }
      }
      return Math.max(...at)
    },
  }
}
