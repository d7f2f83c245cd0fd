import * as v from 'valibot'

/** A text of at least one and at most so many characters. */
export const text = (length: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(length))

/** A list of at least one and at most so many. */
export const list = <T extends v.GenericSchema>(item: T, most: number) =>
  v.pipe(v.array(item), v.minLength(1), v.maxLength(most))
