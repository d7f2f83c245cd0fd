/** What happened when. */
export const Timeline = () => null
