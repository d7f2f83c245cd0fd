import { isContext, isMoved, sum } from './paint-order'
import { type Box, holds, pixels, upFrom } from './visible'

// Where a ::before or ::after is drawn: no browser says it, so it is made out of the styles.

interface Size {
  width: number
  height: number
}

// A form gives up its own measures, too, to fields of their names.
const measure = (element: Element, name: `${'client' | 'scroll'}${'Width' | 'Height' | 'Left' | 'Top'}`): number =>
  Reflect.get(Element.prototype, name, element)

/** How large it is drawn, at most. */
export const partSize = (element: Element, style: CSSStyleDeclaration): Size => {
  const { offsetWidth = 0 } = element as Partial<HTMLElement>
  const moved = () => upFrom(element).some((each) => isMoved(getComputedStyle(each)))
  const scale =
    offsetWidth > 0 ? element.getBoundingClientRect().width / offsetWidth : moved() ? Number.POSITIVE_INFINITY : 1
  const { width, height } = laidOut(style)
  return { width: width * scale, height: height * scale }
}

const laidOut = (style: CSSStyleDeclaration): Size => {
  // Of words in a line nobody says how long they are: no longer than this.
  const words = style.content.length * sum(style, 'font-size')
  const of = (name: 'width' | 'height', from: string, to: string) => {
    const inner = style.getPropertyValue(name) === 'auto' ? words : sum(style, name)
    const around = [from, to].flatMap((side) => [`padding-${side}`, `border-${side}-width`])
    return inner + (style.boxSizing === 'border-box' ? 0 : sum(style, ...around))
  }
  return { width: of('width', 'left', 'right'), height: of('height', 'top', 'bottom') }
}

/** Where it is; null where what the styles say does not add up. */
export const partBox = (element: Element, style: CSSStyleDeclaration, size: Size): Box | null => {
  if (isMoved(style) || style.position === 'sticky') return null
  return /absolute|fixed/.test(style.position) ? placedBox(element, style) : flowBox(element, style, size)
}

/** Around all that its element holds, by as much as it may stick out. */
const flowBox = (element: Element, { margin, inset }: CSSStyleDeclaration, { width, height }: Size): Box | null => {
  const own = element.getBoundingClientRect()
  if (element.getClientRects().length === 0) return null
  const beside = pixels(`${margin} ${inset}`)
  const x = Math.max(0, width - own.width) + beside
  const y = Math.max(0, height - own.height) + beside
  return {
    left: own.left - x,
    top: own.top - y,
    right: own.left + Math.max(own.width, measure(element, 'scrollWidth')) + x,
    bottom: own.top + Math.max(own.height, measure(element, 'scrollHeight')) + y,
  }
}

const placedBox = (element: Element, style: CSSStyleDeclaration): Box | null => {
  const fixed = style.position === 'fixed'
  // All but the root, which holds whatever nothing else does.
  const line = upFrom(element).slice(0, -1)
  const at = fixed ? -1 : line.findIndex((each) => holds(getComputedStyle(each)))
  if (line.slice(0, at < 0 ? line.length : at).some((each) => isContext(getComputedStyle(each)))) return null
  const around = line[at] ?? document.documentElement
  const { width, height } = laidOut(style)
  const wide = sum(style, 'left', 'right', 'margin-left', 'margin-right') + width
  const high = sum(style, 'top', 'bottom', 'margin-top', 'margin-bottom') + height
  if (!(Math.abs(wide - measure(around, 'clientWidth')) <= 1 && Math.abs(high - measure(around, 'clientHeight')) <= 1))
    return null
  const from = around.getBoundingClientRect()
  // What is drawn larger than it is laid out would have to be measured otherwise.
  if (at >= 0 && Math.abs(from.width - (around as HTMLElement).offsetWidth) > 1) return null
  const [x, y] =
    at < 0
      ? fixed
        ? [0, 0]
        : [-scrollX, -scrollY]
      : [
          from.left + measure(around, 'clientLeft') - measure(around, 'scrollLeft'),
          from.top + measure(around, 'clientTop') - measure(around, 'scrollTop'),
        ]
  const left = x + sum(style, 'left', 'margin-left')
  const top = y + sum(style, 'top', 'margin-top')
  return { left, top, right: left + width, bottom: top + height }
}
