// A relay in a process of its own, for the network it is started in: `node relay.ts ADDRESS`.
import { npmRelay } from '../carriers/relays/npm-relay.ts'

const { url } = await npmRelay({ host: process.argv[2] ?? '127.0.0.1' })
console.log(`listening at ${url}`)
