import { isPaintedAfter } from './paint-order'
import { partBox, partSize } from './parts'
import { above, alphaOf, type Box, isTopmost, pixels, shownNow, upFrom } from './visible'

// What lies over a field. Of what answers to the pointer the browser itself says in which order it lies. Of the rest, styles say
// it: where they leave it open, it lies over the field.

const PARTS = [null, '::before', '::after', '::backdrop'] as const

/** Something that hides what is below it: an element, or a part of one that is no element. */
interface Layer {
  element: Element
  part: (typeof PARTS)[number]
  style: CSSStyleDeclaration
}

/** Tells whether nothing lies over a field where the window shows it. What is painted only after it was first asked, it does not know. */
export const looker = (): ((field: Element) => boolean) => {
  // On most pages nobody asks.
  let layers: Layer[] | undefined
  // During a view transition a picture of the page is seen in its place.
  const pictured = document.documentElement.matches(':is(:active-view-transition)')
  return (field) => {
    const { left, top, right, bottom } = shownNow(field)
    layers ??= layersIn(document)
    const drawn = layers.map((layer) => ({ ...layer, ...extentOf(layer) }))
    // What is smaller cannot be at three of the points.
    const isSmall = ({ width, height }: Extent) => width < 0.3 * (right - left) || height < 0.4 * (bottom - top)
    const large = drawn.filter((layer) => !isSmall(layer))
    const isClear = ([part, down]: readonly [number, number]) => {
      const x = left + (right - left) * part
      const y = top + (bottom - top) * down
      return isHit(field, x, y) && !large.some((layer) => isUnhit(layer, x, y) && isPaintedAfter(layer, field))
    }
    return !pictured && POINTS.filter(isClear).length >= 3
  }
}

/** Of these points, as parts of its width and height, three must be the field's own. */
const POINTS = [
  [0.5, 0.5],
  [0.15, 0.25],
  [0.85, 0.25],
  [0.15, 0.75],
  [0.85, 0.75],
] as const

const isHit = (field: Element, x: number, y: number): boolean => {
  const root = field.getRootNode()
  const stack = root instanceof ShadowRoot ? hitsIn(root, x, y) : document.elementsFromPoint(x, y)
  for (const each of stack) {
    if (each === field || field.contains(each)) return true
    if (each.contains(field) || isPainted(each)) return false
  }
  return false
}

/** What lies at a point, from the top down, with what is inside the shadow roots on the way to the field. */
const hitsIn = (root: ShadowRoot, x: number, y: number): Element[] => {
  const { host } = root
  const outside = host.getRootNode()
  const hits = outside instanceof ShadowRoot ? hitsIn(outside, x, y) : document.elementsFromPoint(x, y)
  const inside = root.elementsFromPoint(x, y).filter((each) => each.getRootNode() === root)
  return hits.flatMap((each) => (each === host ? [...inside, each] : [each]))
}

const PICTURES =
  'img, picture, video, canvas, svg, svg *, iframe, object, embed, input, textarea, select, button, meter, progress'

/** Whether an element hides what is below it; one without a ground, such as a label that floats, does not. */
const isPainted = (element: Element): boolean =>
  // What is inside of a component is drawn by it, and not always told.
  element.matches(PICTURES) ||
  rootOf(element) !== null ||
  element.localName.includes('-') ||
  PARTS.some((part) => hasGround(element, part, getComputedStyle(element, part)))

const hasGround = (element: Element, part: Layer['part'], style: CSSStyleDeclaration): boolean => {
  // Browsers work out the style of a part anew for each word of it: most elements have none.
  if (part === '::backdrop' ? !isTopmost(element) : part && /^(?:none|normal|)$/.test(style.content)) return false
  const { content, opacity, visibility, backgroundColor, backgroundImage, backdropFilter, borderImageSource } = style
  if (Number(opacity) <= 0.5 || visibility !== 'visible') return false
  const drawn = [backgroundImage, backdropFilter, borderImageSource].some((each) => each && each !== 'none')
  const pictured = /(?:url|set|image|gradient)\(/.test(content)
  return drawn || pictured || isDense(backgroundColor) || reachOf(style) >= 10 || pixels(style.borderWidth) >= 10
}

const isDense = (color: string): boolean => alphaOf(color) > 0.5

/** How far shadows and outlines are drawn around something, where no click finds them. */
const reachOf = ({ boxShadow, outline, outlineStyle, outlineOffset }: CSSStyleDeclaration): number => {
  const shadows = boxShadow
    .split(/,(?![^(]*\))/)
    .filter(isDenseIn)
    .map(shadowReach)
  const ring = outlineStyle === 'none' || !isDenseIn(outline) ? 0 : pixels(`${outline} ${outlineOffset}`)
  return Math.max(ring, ...shadows)
}

const isDenseIn = (text: string): boolean => isDense(/\w+\([^)]*\)/.exec(text)?.[0] ?? text)

/** Beyond its spread, what a shadow blurs is thinner. */
const shadowReach = (text: string): number => {
  const [x = 0, y = 0, , spread = 0] = (text.match(/-?[\d.]+(?=px)/g) ?? []).map(Number)
  return Math.max(Math.abs(x), Math.abs(y)) + Math.max(0, spread)
}

/** Content scripts may look into closed roots, too, each browser's in its own way. */
const rootOf = (element: Element): ShadowRoot | null => {
  const { openOrClosedShadowRoot } = element as { openOrClosedShadowRoot?: ShadowRoot | null }
  const { chrome } = globalThis as { chrome?: { dom?: { openOrClosedShadowRoot(host: Element): ShadowRoot | null } } }
  if (openOrClosedShadowRoot !== undefined) return openOrClosedShadowRoot
  return (element instanceof HTMLElement && chrome?.dom?.openOrClosedShadowRoot(element)) || element.shadowRoot
}

/** Everything that is painted, through all shadow roots. */
const layersIn = (root: Document | ShadowRoot): Layer[] =>
  [...root.querySelectorAll('*')].flatMap((element) => {
    const inside = rootOf(element)
    return [...layersOf(element), ...(inside ? layersIn(inside) : [])]
  })

const layersOf = (element: Element): Layer[] => {
  if (!isDrawn(element)) return []
  return PARTS.flatMap((part) => {
    const style = getComputedStyle(element, part)
    const painted = hasGround(element, part, style) || (part === null && element.matches(PICTURES))
    // Where a part answers to the pointer, its element is found.
    if (!painted || (part !== null && style.pointerEvents !== 'none' && !isInert(element))) return []
    return [{ element, part, style }]
  })
}

interface Extent {
  /** Where it is drawn, before anything cuts it off; null: nobody can tell where. */
  box: Box | null
  width: number
  height: number
}

const extentOf = ({ element, part, style }: Layer): Extent => {
  if (part === '::backdrop') return { box: null, width: Number.POSITIVE_INFINITY, height: Number.POSITIVE_INFINITY }
  const own = element.getBoundingClientRect()
  const size = part === null ? own : partSize(element, style)
  const box = part === null ? own : partBox(element, style, size)
  const reach = reachOf(style)
  return {
    box: box && {
      left: box.left - reach,
      top: box.top - reach,
      right: box.right + reach,
      bottom: box.bottom + reach,
    },
    width: size.width + reach * 2,
    height: size.height + reach * 2,
  }
}

/** Without a box of its own, an element can still have drawn parts. */
const isDrawn = (element: Element): boolean => {
  const parent = above(element)
  const boxless = getComputedStyle(element).display === 'contents'
  return boxless ? parent === null || isDrawn(parent) : element.checkVisibility({ opacityProperty: true })
}

const isInert = (element: Element): boolean => {
  const line = upFrom(element)
  return (
    line.some((each) => each.hasAttribute('inert')) ||
    (!line.some((each) => each.matches(':modal')) && document.querySelector(':modal') !== null)
  )
}

/** Whether a layer is drawn at a point where no hit tells of it. */
const isUnhit = ({ element, part, box }: Layer & Extent, x: number, y: number): boolean => {
  if (box !== null && !isAt(box, x, y)) return false
  if (part !== null || box === null) return true
  const root = element.getRootNode() as Document | ShadowRoot
  return isAt(shownNow(element, box), x, y) && !root.elementsFromPoint(x, y).includes(element)
}

// Where no number comes out, it is there.
const isAt = ({ left, top, right, bottom }: Box, x: number, y: number): boolean =>
  !(x < left || x > right || y < top || y > bottom)
