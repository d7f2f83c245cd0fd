import type { Address } from '../contract/item'

/** The lines of an address above its postal code. */
export const streetLines = ({ streetAddress, extendedAddress, postOfficeBoxNumber }: Address): string[] =>
  [streetAddress, extendedAddress, postOfficeBoxNumber].flatMap((text) =>
    (text ?? '')
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  )

/** What an address has for these lines: the first is the street, the others what is said besides. */
export const linesToAddress = (lines: readonly string[]): Address => {
  const [street, ...rest] = lines.map((line) => line.trim()).filter((line) => line !== '')
  return {
    ...(street !== undefined && { streetAddress: street }),
    ...(rest.length > 0 && { extendedAddress: rest.join(', ') }),
  }
}
