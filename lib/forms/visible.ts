// All of this runs in the page, in a world of its own: nothing is changed there, and nothing scrolls, by looking.

/** In CSS pixels: what is smaller cannot be used by anybody. */
const LEAST = 10
/** Fainter is not to be seen. */
const FAINTEST = 0.2

export interface Box {
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
export const above = (element: Element): Element | null => {
  const parent = slotOf.call(element) ?? parentOf.call(element)
  if (parent) return parent
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? root.host : null
}

export const upFrom = (element: Element): Element[] => {
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

/** What an effect takes away, on the field or on anything around it: one whose outcome is not known is taken for one that does. */
const isFaint = (styles: readonly CSSStyleDeclaration[]): boolean => {
  const opacity = styles.reduce((all, { opacity: each, filter }) => {
    const [, filtered = '1', percent = ''] = /opacity\(([\d.]+)(%?)\)/.exec(filter) ?? []
    return all * Number(each) * (Number(filtered) / (percent === '' ? 1 : 100))
  }, 1)
  const [{ color = '', webkitTextFillColor = '' } = {}] = styles
  return Math.min(opacity, alphaOf(color), alphaOf(webkitTextFillColor)) < FAINTEST || styles.some(isUnsure)
}

/** Filters that can leave nothing to be seen; the others move colours or cast shadows. */
const EFFACING = /url\(|blur\((?!0px)|(?:brightness|contrast)\((?!1\))|invert\((?![01]\))/

const isUnsure = (style: CSSStyleDeclaration): boolean =>
  MASKS.some((mask) => !/^(?:none)?$/.test(style.getPropertyValue(mask))) ||
  style.mixBlendMode !== 'normal' ||
  EFFACING.test(style.filter)

const MASKS = ['mask-image', '-webkit-mask-box-image-source']

/** How much of a colour is to be seen, as computed styles write it. */
export const alphaOf = (color: string): number => Number(/(?:^rgba\(.*,|\/)\s*([^\s,/]+)\)$/.exec(color)?.[1] ?? 1)

/** What is cut away by a shape; odd shapes are left to `looker`. */
const isClipped = ({ clip, clipPath, position }: CSSStyleDeclaration): boolean => {
  if (clip !== 'auto' && clip !== '' && (position === 'absolute' || position === 'fixed')) return true
  const [, inset = '0'] = /^inset\(([\d.]+)%/.exec(clipPath) ?? []
  return Number(inset) >= 50 || /^(?:circle|ellipse)\(0(?:px|%)?[\s)]/.test(clipPath)
}

export const holds = ({ position, transform, filter, contain }: CSSStyleDeclaration): boolean =>
  position !== 'static' || transform !== 'none' || filter !== 'none' || /paint|layout|strict|content/.test(contain)

/** Whether the browser shows it above the whole page. */
export const isTopmost = (element: Element): boolean => element.matches(':modal, :popover-open, :fullscreen')

const isFixed = (element: Element | undefined, style: CSSStyleDeclaration | undefined): boolean =>
  style?.position === 'fixed' || (element !== undefined && isTopmost(element))

/** What cuts off the field where it lies outside of it, from the inside out; `fixed` when it does not move with the page. */
const cutters = (line: readonly Element[], styles: readonly CSSStyleDeclaration[]) => {
  const found: { element: Element; style: CSSStyleDeclaration }[] = []
  let escapes = styles[0]?.position === 'absolute'
  let fixed = isFixed(line[0], styles[0])
  for (const [index, element] of line.entries()) {
    const style = styles[index]
    if (fixed || element === document.documentElement || element === document.body) break
    // What is placed is only cut off by what it is placed in.
    if (index === 0 || !style || style.display === 'contents' || (escapes && !holds(style))) continue
    if (style.overflowX !== 'visible' || style.overflowY !== 'visible') found.push({ element, style })
    escapes = style.position === 'absolute'
    fixed = isFixed(element, style)
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

/** What of the field, or of another box that moves with it, the window shows now, through everything that scrolls. */
export const shownNow = (field: Element, box: Box = field.getBoundingClientRect()): Box => {
  const line = upFrom(field)
  const styles = line.map((each) => getComputedStyle(each))
  return cutters(line, styles).found.reduce<Box>(
    (shown, { element }) => overlap(shown, element.getBoundingClientRect()),
    overlap(box, windowBox()),
  )
}

/** Whether the window shows some of it now, if nothing lies over it. */
export const isInWindow = (field: Element): boolean => isRoom(shownNow(field))

/** All lengths in the value of a style together, whatever their signs. */
export const pixels = (text: string): number =>
  (text.match(/-?[\d.]+(?=px)/g) ?? []).reduce((sum, each) => sum + Math.abs(Number(each)), 0)
