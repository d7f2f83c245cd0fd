import { readFileSync } from 'node:fs'

/** A file of `tests/vectors`, by its name without the ending. */
export const vectors = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as T

/** Wycheproof's groups flattened: every test with the fields of its group. */
export const wycheproof = <T>(
  name: string,
): (T & { tcId: number; comment: string; result: string; flags: string[] })[] =>
  vectors<{ testGroups: { tests: object[] }[] }>(`wycheproof/${name}`).testGroups.flatMap(({ tests, ...group }) =>
    tests.map((test) => ({ ...group, ...test }) as never),
  )

/** What the test expected otherwise, told by number and comment; empty when all is well. */
export const surprises = <T extends { tcId: number; comment: string }>(
  tests: T[],
  holds: (test: T) => boolean,
): string[] => tests.filter((test) => !holds(test)).map((test) => `${test.tcId} ${test.comment}`)
