// What is counted adds up over a day; what is measured does not.
const COUNTED =
  /step|distance|energy|calor|flight|exercise|stand|sleep|water|intake|count|walk|swim|cycl|schritt|strecke/i
const COUNTED_UNIT = /^(?:count|steps?|kcal|cal|kj|min|h|hr|hours?|km|mi|ml|mg|mcg|g|iu|[x×])$/i
const STATE =
  /weight|mass|height|rate|pressure|temperature|saturation|percent|index|glucose|vo2|speed|pace|level|length|depth|power|cadence|contact|oscillation|exposure|capacity|volume|steadiness|asymmetry|six-minute|goal|score|average|gewicht/i
const STATE_UNIT = /[/%°]|per |^bpm$/i

/** Whether values of a property add up (steps) or each stands for itself (weight): a guess from its name and unit. */
export const addsUp = (property: string, unit: string): boolean =>
  !STATE.test(property) && !STATE_UNIT.test(unit) && (COUNTED.test(property) || COUNTED_UNIT.test(unit.trim()))
