// All of this runs in the page, in a world of its own: nothing is changed there, and nothing scrolls, by looking.

/** In CSS pixels: what is smaller cannot be used by anybody. */
const LEAST = 10
/** Fainter is not to be seen. */
const FAINTEST = 0.2

interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

// A form gives up its own properties to fields of their names ("parentElement").
const own = <T extends object, K extends keyof T>(from: T, name: K) =>
  Object.getOwnPropertyDescriptor(from, name)?.get as (this: object) => T[K]
const parentOf = own(Node.prototype, 'parentElement')
const slotOf = own(Element.prototype, 'assignedSlot')

/** The parent in the tree as it is drawn: over slots and shadow roots. */
const above = (element: Element): Element | null => {
  const parent = slotOf.call(element) ?? parentOf.call(element)
  if (parent) return parent
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? root.host : null
}

const upFrom = (element: Element): Element[] => {
  const all: Element[] = []
  for (let each: Element | null = element; each; each = above(each)) all.push(each)
  return all
}

const overlap = (one: Box, other: Box): Box => ({
  left: Math.max(one.left, other.left),
  top: Math.max(one.top, other.top),
  right: Math.min(one.right, other.right),
  bottom: Math.min(one.bottom, other.bottom),
})

const isRoom = ({ left, top, right, bottom }: Box): boolean => right - left >= LEAST && bottom - top >= LEAST

/** Whether a person sees the field, or would after scrolling to it: by its style, its size, and all that could cut it off. */
export const isShown = (field: Element): boolean => {
  if (!field.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: false }))
    return false
  const line = upFrom(field)
  if (line.some((each) => each.hasAttribute('inert') || each.getAttribute('aria-hidden') === 'true')) return false
  const styles = line.map((each) => getComputedStyle(each))
  return !isFaint(styles) && !styles.some(isClipped) && isReachable(line, styles)
}

const isFaint = (styles: readonly CSSStyleDeclaration[]): boolean => {
  const opacity = styles.reduce((all, { opacity: each, filter }) => {
    const [, filtered = '1', percent = ''] = /opacity\(([\d.]+)(%?)\)/.exec(filter) ?? []
    return all * Number(each) * (Number(filtered) / (percent === '' ? 1 : 100))
  }, 1)
  return opacity < FAINTEST
}

/** What is cut away by a shape; odd shapes are left to `isOnTop`. */
const isClipped = ({ clip, clipPath, position }: CSSStyleDeclaration): boolean => {
  if (clip !== 'auto' && clip !== '' && (position === 'absolute' || position === 'fixed')) return true
  const [, inset = '0'] = /^inset\(([\d.]+)%/.exec(clipPath) ?? []
  return Number(inset) >= 50 || /^(?:circle|ellipse)\(0(?:px|%)?[\s)]/.test(clipPath)
}

const holds = ({ position, transform, filter, contain }: CSSStyleDeclaration): boolean =>
  position !== 'static' || transform !== 'none' || filter !== 'none' || /paint|layout|strict|content/.test(contain)

/** What cuts off the field where it lies outside of it, from the inside out; `fixed` when it does not move with the page. */
const cutters = (line: readonly Element[], styles: readonly CSSStyleDeclaration[]) => {
  const found: { element: Element; style: CSSStyleDeclaration }[] = []
  let escapes = styles[0]?.position === 'absolute'
  let fixed = styles[0]?.position === 'fixed'
  for (const [index, element] of line.entries()) {
    const style = styles[index]
    if (fixed || element === document.documentElement || element === document.body) break
    // What is placed is only cut off by what it is placed in.
    if (index === 0 || !style || style.display === 'contents' || (escapes && !holds(style))) continue
    if (style.overflowX !== 'visible' || style.overflowY !== 'visible') found.push({ element, style })
    escapes = style.position === 'absolute'
    fixed = style.position === 'fixed'
  }
  return { found, fixed }
}

/** Whether enough of it lies where something is drawn, through everything on the way that scrolls or cuts. */
const isReachable = (line: readonly Element[], styles: readonly CSSStyleDeclaration[]): boolean => {
  const [field] = line
  const { found, fixed } = cutters(line, styles)
  let box: Box | null = field?.getBoundingClientRect() ?? null
  for (const { element, style } of found) box = box && isRoom(box) ? within(element, style, box) : null
  if (box === null || !isRoom(box)) return false
  return fixed ? isRoom(overlap(box, windowBox())) : isOnPage(box)
}

const windowBox = (): Box => ({ left: 0, top: 0, right: innerWidth, bottom: innerHeight })

/** What of a box is left inside an element; null: nothing. What can be scrolled to counts as if it were. */
const within = (element: Element, { overflowX, overflowY, direction }: CSSStyleDeclaration, box: Box): Box | null => {
  const outer = element.getBoundingClientRect()
  const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll'
  const next = { ...box }
  const beyond = element.scrollWidth - element.clientWidth
  if (scrolls(overflowX)) {
    const start = outer.left - element.scrollLeft - (direction === 'rtl' ? beyond : 0)
    if (box.right - start < LEAST || box.left > start + element.scrollWidth - LEAST) return null
    Object.assign(next, { left: outer.left, right: outer.right })
  }
  if (scrolls(overflowY)) {
    const start = outer.top - element.scrollTop
    if (box.bottom - start < LEAST || box.top > start + element.scrollHeight - LEAST) return null
    Object.assign(next, { top: outer.top, bottom: outer.bottom })
  }
  const left = overlap(next, {
    left: overflowX === 'visible' ? next.left : outer.left,
    right: overflowX === 'visible' ? next.right : outer.right,
    top: overflowY === 'visible' ? next.top : outer.top,
    bottom: overflowY === 'visible' ? next.bottom : outer.bottom,
  })
  return isRoom(left) ? left : null
}

/** Whether the window can be scrolled to it. */
const isOnPage = (box: Box): boolean => {
  const page = document.scrollingElement ?? document.documentElement
  const rtl = getComputedStyle(page).direction === 'rtl'
  const left = -page.scrollLeft - (rtl ? page.scrollWidth - page.clientWidth : 0)
  const top = -page.scrollTop
  return isRoom(overlap(box, { left, top, right: left + page.scrollWidth, bottom: top + page.scrollHeight }))
}

/** What of the field the window shows now, through everything that scrolls. */
const shownNow = (field: Element): Box => {
  const line = upFrom(field)
  const styles = line.map((each) => getComputedStyle(each))
  return cutters(line, styles).found.reduce<Box>(
    (box, { element }) => overlap(box, element.getBoundingClientRect()),
    overlap(field.getBoundingClientRect(), windowBox()),
  )
}

/** Whether the window shows some of it now, if nothing lies over it. */
export const isInWindow = (field: Element): boolean => isRoom(shownNow(field))

/** Whether nothing lies over the field where the window shows it: of five points three must be its own. */
export const isOnTop = (field: Element): boolean => {
  const { left, top, right, bottom } = shownNow(field)
  const at = (from: number, to: number, part: number) => from + (to - from) * part
  const points = [
    [0.5, 0.5],
    [0.15, 0.25],
    [0.85, 0.25],
    [0.15, 0.75],
    [0.85, 0.75],
  ].map(([x = 0, y = 0]) => [at(left, right, x), at(top, bottom, y)] as const)
  const covers = untouchable(field)
  return points.filter(([x, y]) => isSeenAt(field, x, y, covers)).length >= 3
}

const isSeenAt = (field: Element, x: number, y: number, covers: readonly Element[]): boolean => {
  if (covers.some((each) => isAt(each.getBoundingClientRect(), x, y))) return false
  const root = field.getRootNode()
  const stack = root instanceof ShadowRoot ? layersIn(root, x, y) : document.elementsFromPoint(x, y)
  for (const each of stack) {
    if (each === field || field.contains(each)) return true
    if (each.contains(field) || isPainted(each)) return false
  }
  return false
}

/** What lies at a point, from the top down, with what is inside the shadow roots on the way to the field. */
const layersIn = (root: ShadowRoot, x: number, y: number): Element[] => {
  const { host } = root
  const outside = host.getRootNode()
  const layers = outside instanceof ShadowRoot ? layersIn(outside, x, y) : document.elementsFromPoint(x, y)
  const inside = root.elementsFromPoint(x, y).filter((each) => each.getRootNode() === root)
  return layers.flatMap((each) => (each === host ? [...inside, each] : [each]))
}

const isAt = ({ left, top, right, bottom }: Box, x: number, y: number): boolean =>
  x >= left && x <= right && y >= top && y <= bottom

const PICTURES = 'img, picture, video, canvas, svg, iframe, object, embed, input, textarea, select, button'

/** Whether an element hides what is below it; one without a ground, such as a label that floats, does not. */
const isPainted = (element: Element): boolean => {
  // What is inside of a component is drawn by it, and not always told.
  if (element.matches(PICTURES) || element.shadowRoot || element.localName.includes('-')) return true
  if (Number(getComputedStyle(element).opacity) <= 0.5) return false
  return [null, '::before', '::after'].some((part) => hasGround(getComputedStyle(element, part), part !== null))
}

const hasGround = (style: CSSStyleDeclaration, pseudo: boolean): boolean => {
  const { backgroundColor, backgroundImage, backdropFilter, content } = style
  if (pseudo && (content === 'none' || content === 'normal')) return false
  const [, alpha = '1'] = /^(?:rgba|oklch|oklab|lab|lch|color|hsla)\(.*[,/]\s*([\d.]+)\)$/.exec(backgroundColor) ?? []
  const ground = backgroundColor !== 'transparent' && Number(alpha) > 0.5
  return ground || backgroundImage !== 'none' || (backdropFilter !== 'none' && backdropFilter !== undefined)
}

const MOST = 20_000

/** What no click would find: it may lie over the field all the same. */
const untouchable = (field: Element): Element[] =>
  [...document.body.querySelectorAll('*')].slice(0, MOST).filter((each) => {
    if (each.contains(field) || field.contains(each)) return false
    const { pointerEvents, visibility } = getComputedStyle(each)
    if (pointerEvents !== 'none' || visibility !== 'visible' || !each.checkVisibility() || !isPainted(each))
      return false
    return isLifted(each, field)
  })

/** Whether it is placed, by itself or within something, where it comes to lie over the field. */
const isLifted = (element: Element, field: Element): boolean => {
  const placed = upFrom(element).filter((each) => !each.contains(field) && getComputedStyle(each).position !== 'static')
  return placed.some((each) => {
    const order = Number.parseInt(getComputedStyle(each).zIndex, 10) || 0
    const later = (each.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_PRECEDING) !== 0
    return order > 0 || (order === 0 && later)
  })
}
