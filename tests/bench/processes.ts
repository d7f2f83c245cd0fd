import { readdirSync, readFileSync } from 'node:fs'

/** What a browser has used so far: processor time in milliseconds, and how often one of its threads went to sleep, to be woken. */
export interface Used {
  cpu: number
  wakes: number
}

const TICK = 10

/** Null where this machine does not tell, else the processes of a browser. Needs Linux. */
export const processesOf = (root: number): number[] => {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? read(`/proc/${name}/stat`) : ''
    if (stat !== '') parents.set(Number(name), Number(afterName(stat)[1]))
  }
  const belongs = (pid: number | undefined): boolean => pid !== undefined && (pid === root || belongs(parents.get(pid)))
  return [...parents.keys()].filter(belongs)
}

// The name of a program may have blanks and brackets in it.
const afterName = (stat: string): string[] => stat.slice(stat.lastIndexOf(')') + 2).split(' ')

// A process, or a thread, may be gone by the time that it is looked at.
const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

const threadsOf = (pid: number): string[] => {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

export const usedBy = (pids: readonly number[]): Used => {
  const used = { cpu: 0, wakes: 0 }
  for (const pid of pids) {
    const stat = read(`/proc/${pid}/stat`)
    if (stat !== '') used.cpu += (Number(afterName(stat)[11]) + Number(afterName(stat)[12])) * TICK
    for (const thread of threadsOf(pid)) {
      const status = read(`/proc/${pid}/task/${thread}/status`)
      used.wakes += Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0)
    }
  }
  return used
}

/** Memory in MB, what several processes share divided among them. */
export const memoryOf = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0), 0) / 1_024
