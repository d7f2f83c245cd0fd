// Finds a Python that has vobject and icalendar, by which tests/oracle compares cards and calendars; fetches them where apt can.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const works = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
const PACKAGES = ['python3-vobject', 'python3-icalendar']

/** The program file of such a Python, or undefined. The system's own comes first: apt's packages are for that one. */
export const findPython = () =>
  [process.env.PYTHON_PATH, '/usr/bin/python3', 'python3'].find(
    (python) => python && works(python, '-c', 'import vobject, icalendar'),
  )

/** Null where there is one, installed first where that can be done without asking; else in one sentence why not. */
export const whyNoPython = () => {
  if (findPython()) return null
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log(`Fetching ${PACKAGES.join(', ')} ...`)
    if (works('apt-get', 'update', '-qq'))
      works('apt-get', '-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '-qq', '--no-install-recommends', ...PACKAGES)
  }
  return findPython() ? null : 'there is no Python with the packages vobject and icalendar'
}
