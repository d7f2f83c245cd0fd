/** What was measured, as pictures. */
export const Charts = () => null
