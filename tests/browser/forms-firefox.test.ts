import { describe } from 'vitest'
import { firefoxStage } from './forms/stage'
import { fillsForms } from './forms/suite'

describe('forms in Firefox', () => fillsForms(firefoxStage))
