const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** An id that nothing has yet. */
export const freshId = <T extends string>(): T => newId() as T
