/** Where a numbered message of a device stands in its conversation. */
export interface Place {
  seq: number
  position: number
}

/**
 * The place of a message that has just arrived: the end, or before the device's next later message that is there. Late ones
 * stand on a straight line by their numbers: halving the room each time would leave none after some fifty. All numbers up to
 * `upTo` arrived before.
 */
export const placeOf = (places: readonly Place[], upTo: number, seq: number, end: number): number => {
  const { earlier, later } = neighbours(places, seq)
  if (!later) return end
  const from = Math.max(upTo, earlier?.seq ?? 0)
  // Between two whole numbers nothing stands but what came late before the second.
  const low = Math.max(Math.ceil(later.position) - 1, earlier?.position ?? Number.NEGATIVE_INFINITY)
  return low + ((later.position - low) * (seq - from)) / (later.seq - from)
}

/** The places that later arrivals can still ask for: those beyond the first gap, and the last before it. */
export const placesToKeep = (places: readonly Place[], upTo: number): Place[] => {
  const { earlier } = neighbours(places, upTo + 1)
  return places.filter((place) => place.seq > upTo || place === earlier)
}

const neighbours = (
  places: readonly Place[],
  seq: number,
): { earlier: Place | undefined; later: Place | undefined } => {
  let earlier: Place | undefined
  let later: Place | undefined
  for (const place of places) {
    if (place.seq < seq && place.seq > (earlier?.seq ?? 0)) earlier = place
    if (place.seq > seq && place.seq < (later?.seq ?? Number.POSITIVE_INFINITY)) later = place
  }
  return { earlier, later }
}
