/** How long a muted site waits for its answer, in milliseconds: 2 to 10 seconds, at random. */
export const muteDelay = (): number => {
  throw new Error('not yet')
}
