// A relay in a process of its own, for the network it is started in: `node relay.ts ADDRESS`; and over TLS, as people reach
// one: `node relay.ts ADDRESS NAME KEY CERTIFICATE`, the last two files.
import { readFileSync } from 'node:fs'
import { type AddressInfo, connect } from 'node:net'
import { createServer } from 'node:tls'
import { npmRelay } from '../carriers/relays/npm-relay.ts'

const [host, name, key, cert] = process.argv.slice(2)
const tell = (url: string) => console.log(`listening at ${url}`)
if (!name || !key || !cert) tell((await npmRelay({ host })).url)
else {
  const relay = new URL((await npmRelay()).url)
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (socket) => {
    const inner = connect(Number(relay.port), relay.hostname)
    for (const end of [socket, inner]) end.on('error', () => [socket, inner].map((each) => each.destroy()))
    socket.pipe(inner).pipe(socket)
  })
  server.listen(0, host, () => tell(`wss://${name}:${(server.address() as AddressInfo).port}/`))
}
