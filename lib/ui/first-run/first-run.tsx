import { useState } from 'preact/hooks'
import type { Status } from '../../contract/panel-api'
import { ChooseWays } from './choose-ways'
import { Create } from './create'
import { Restore } from './restore'
import { Words } from './words'

type Unfinished = Extract<Status, { phase: 'empty' | 'setup' }>

/** First run: become someone or come back, prove the words, choose the ways to others. */
export const FirstRun = ({ status }: { status: Unfinished }) => {
  const [restoring, setRestoring] = useState(false)
  const [words, setWords] = useState<string[] | null>(null)
  // The agent's new status may arrive before its answer with the words: the form stays until both are here.
  const [making, setMaking] = useState(false)
  if (status.phase === 'empty' || making) {
    return restoring ? (
      <Restore onBack={() => setRestoring(false)} />
    ) : (
      <Create onRestore={() => setRestoring(true)} onMaking={setMaking} onWords={setWords} />
    )
  }
  return status.step === 'words' ? <Words words={words} onWords={setWords} /> : <ChooseWays />
}
