import { HearthError, type Reason } from '../../contract/errors'
import { PAGE_ERRORS, type PageError, type PageErrorName } from '../../contract/page-api'

/** Why a page does not get what it asks for. The words, where there are any, say which parameter is wrong, and nothing else. */
export class PageFault extends Error {
  override readonly name = 'PageFault'
  readonly fault: PageErrorName
  constructor(fault: PageErrorName, message: string = PAGE_ERRORS[fault].message) {
    super(message)
    this.fault = fault
  }
}

const FAULTS: Partial<Record<Reason, PageErrorName>> = {
  'bad-item': 'TypeError',
  'bad-request': 'TypeError',
  'too-large': 'QuotaExceededError',
  'too-many': 'QuotaExceededError',
  'changed-since': 'InvalidStateError',
  // The vault was closed in the middle: from then on there are no grants.
  locked: 'UnauthorizedError',
}

/** Which error anything thrown is to a page; what went wrong within stays there. */
export const faultOf = (error: unknown): PageErrorName => {
  if (error instanceof PageFault) return error.fault
  return (error instanceof HearthError && FAULTS[error.reason]) || 'OperationError'
}

/** How anything thrown is answered. */
export const pageError = (error: unknown): PageError => {
  const known = PAGE_ERRORS[faultOf(error)]
  return error instanceof PageFault ? { ...known, message: error.message } : known
}
