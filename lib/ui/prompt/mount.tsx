import { render } from 'preact'
import type { Panel } from '../../contract/panel-api'
import { WithPanel } from '../panel'
import { dress } from '../surface'
import { t } from '../words'
import { Prompt } from './prompt'

/** Shows the prompt in this page. */
export const mountPrompt = (panel: Panel): void => {
  dress('prompt')
  document.title = t('prompt.title')
  render(
    <WithPanel panel={panel}>
      <Prompt />
    </WithPanel>,
    document.body,
  )
}
