import { above, isTopmost, upFrom } from './visible'

// Which of two is painted later, and so over the other: CSS 2, appendix E, as far as styles tell.

/** An element, or a part of one that is no element, with the style of that part. */
interface Painted {
  element: Element
  part: null | '::before' | '::after' | '::backdrop'
  style: CSSStyleDeclaration
}

/** Whether something is painted over a field, where it is drawn at the same place; what is unsure, is. */
export const isPaintedAfter = ({ element, part, style }: Painted, field: Element): boolean => {
  const own = upFrom(field).reverse()
  const its = upFrom(element).reverse()
  const fork = own.findIndex((each, n) => each !== its[n])
  if (part === '::backdrop') return fork >= 0 && fork < its.length
  if (fork < 0) return false
  const steps = its.slice(fork).map(stepOf)
  if (part !== null) steps.push({ style, topmost: false, item: isFlexed(element) })
  const [mine, theirs] = [rankOf(own.slice(fork).map(stepOf)), rankOf(steps)]
  if (mine !== theirs) return theirs > mine
  // Of two that the browser shows above all nobody knows which came first; what is in a line is painted after all blocks.
  const isLate = (each: Step) => each.style.float !== 'none' || each.style.display.startsWith('inline')
  if (theirs === Number.POSITIVE_INFINITY || (theirs === IN_FLOW && steps.some(isLate))) return true
  const [a, b] = [own[fork], its[fork]]
  if (!a || !b) return part === '::after'
  const later = (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
  return later || sum(getComputedStyle(b), 'order') > sum(getComputedStyle(a), 'order')
}

/** What decides when an element is painted. */
interface Step {
  style: CSSStyleDeclaration
  topmost: boolean
  /** Of a flex box or a grid. */
  item: boolean
}

const stepOf = (element: Element): Step => {
  const parent = above(element)
  return { style: getComputedStyle(element), topmost: isTopmost(element), item: parent !== null && isFlexed(parent) }
}

const isFlexed = (element: Element): boolean => {
  const { display } = getComputedStyle(element)
  const parent = above(element)
  return display === 'contents' && parent ? isFlexed(parent) : /flex|grid/.test(display)
}

/** After what lies below, and before what is placed. */
const IN_FLOW = -0.5

/** When something is painted among its neighbours: CSS 2, appendix E. The steps go down from what it has in common with them. */
const rankOf = (steps: readonly Step[]): number => {
  let rank = IN_FLOW
  for (const { style, topmost, item } of steps) {
    const order = Number.parseInt(style.zIndex, 10)
    const placed = style.position !== 'static'
    if (topmost) return Number.POSITIVE_INFINITY
    if (!Number.isNaN(order) && (placed || item)) return order
    if (isContext(style)) return 0
    if (placed) rank = 0
  }
  return rank
}

/** Whether it is drawn elsewhere than it is laid out. */
export const isMoved = (style: CSSStyleDeclaration): boolean =>
  ['transform', 'translate', 'rotate', 'scale', 'offset-path'].some((name) => isSet(style, name))

const isSet = (style: CSSStyleDeclaration, name: string): boolean => !/^(?:none)?$/.test(style.getPropertyValue(name))

/** Whether it is painted in one piece, with all that is in it. */
export const isContext = (style: CSSStyleDeclaration): boolean =>
  isMoved(style) ||
  /fixed|sticky/.test(style.position) ||
  style.opacity !== '1' ||
  style.mixBlendMode !== 'normal' ||
  style.isolation === 'isolate' ||
  /layout|paint|strict|content/.test(style.contain) ||
  /transform|translate|rotate|scale|perspective|opacity|filter|mask|clip|isolation|blend|index|position|contain/.test(
    style.willChange,
  ) ||
  ['perspective', 'filter', 'backdrop-filter', 'clip-path', 'mask-image', 'view-transition-name'].some((name) =>
    isSet(style, name),
  )

/** Several lengths, of those that are said. */
export const sum = (style: CSSStyleDeclaration, ...names: string[]): number =>
  names.reduce((all, name) => all + (Number.parseFloat(style.getPropertyValue(name)) || 0), 0)
