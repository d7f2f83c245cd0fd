import * as v from 'valibot'
import { ACCESSES, DURATIONS } from './permission'

/** A text of at least one and at most so many characters. */
export const text = (length: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(length))

/** A list of at least one and at most so many. */
export const list = <T extends v.GenericSchema>(item: T, most: number) =>
  v.pipe(v.array(item), v.minLength(1), v.maxLength(most))

/**
 * Why, in the site's own words: claims, never shown as Hearth's. `retention` is an ISO 8601 duration, `category` a DPV term.
 * Longer words are cut where they are shown; what is longer than this is no purpose.
 */
export const Purpose = v.object({
  text: text(10_000),
  category: v.optional(text(200)),
  policyUrl: v.optional(v.pipe(v.string(), v.maxLength(2_000), v.url(), v.startsWith('https://'))),
  retention: v.optional(v.pipe(v.string(), v.maxLength(20), v.regex(/^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$/))),
})
export type Purpose = v.InferOutput<typeof Purpose>

const duration = v.optional(v.picklist(DURATIONS))

/** A permission that is asked for (page-api, "Descriptor"). */
export const Descriptor = v.variant('name', [
  v.object({
    name: v.literal('data'),
    type: text(64),
    access: list(v.picklist(ACCESSES), 4),
    fields: list(text(64), 64),
    purpose: Purpose,
    duration,
  }),
  v.object({
    name: v.literal('identity'),
    access: list(v.literal('signIn'), 1),
    purpose: v.optional(Purpose),
    duration,
  }),
])
export type Descriptor = v.InferOutput<typeof Descriptor>

/** As much of a descriptor as tells grants apart that were given: every one that fits is meant. */
export const About = v.object({
  name: v.picklist(['data', 'identity']),
  type: v.optional(text(64)),
  access: v.optional(list(v.picklist([...ACCESSES, 'connect', 'signIn']), 6)),
})
export type About = v.InferOutput<typeof About>
