import { connect, createServer, type Server } from 'node:net'
import { fileURLToPath } from 'node:url'

/** Where something listens: a port of this network's loopback, or a socket in a file, which all networks share. */
export type Door = number | string

const at = (door: Door) => (typeof door === 'number' ? { host: '127.0.0.1', port: door } : { path: door })

/** Passes everything that comes to one door on to another. */
export const passOn = (from: Door, to: Door): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      const other = connect(at(to))
      for (const end of [socket, other]) end.on('error', () => [socket, other].map((each) => each.destroy()))
      socket.pipe(other).pipe(socket)
    })
    server.once('error', reject)
    server.listen(at(from), () => resolve(server))
  })

/** A port of this machine that nobody listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

// `node doorway.ts FILE PORT`: the inner half, run in the other network.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await passOn(process.argv[2] ?? '', Number(process.argv[3]))
  console.log('ready')
}
