// A certificate that its own key signed, for as long as a server of these sites runs: nothing of it is ever written to a disk.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

const der = (tag, ...parts) => {
  const body = Buffer.concat(parts)
  const { length: n } = body
  const length = n < 128 ? [n] : n < 256 ? [0x81, n] : [0x82, n >> 8, n & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}
const sequence = (...parts) => der(0x30, ...parts)
const oid = (hex) => der(0x06, Buffer.from(hex, 'hex'))
const utcTime = (at) => der(0x17, Buffer.from(`${new Date(at).toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`))

const SUBJECT_ALTERNATIVE_NAME = oid('551d11')
const COMMON_NAME = oid('550403')
const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'))
const DAY = 86_400_000

/** A self-signed X.509 certificate for these host names, good for a week. `spki`: Base64 of the SHA-256 of its key. */
export const makeCertificate = (names) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = publicKey.export({ type: 'spki', format: 'der' })
  const who = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(names[0])))))
  const alternatives = sequence(...names.map((name) => der(0x82, Buffer.from(name))))
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), // X.509 version 3
    der(0x02, Buffer.from([1]), randomBytes(15)),
    ECDSA_WITH_SHA256,
    who,
    sequence(utcTime(Date.now() - DAY), utcTime(Date.now() + 7 * DAY)),
    who,
    key,
    der(0xa3, sequence(sequence(SUBJECT_ALTERNATIVE_NAME, der(0x04, alternatives)))),
  )
  const signature = sign('sha256', content, privateKey)
  const whole = sequence(content, ECDSA_WITH_SHA256, der(0x03, Buffer.from([0]), signature))
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${whole.toString('base64')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    spki: createHash('sha256').update(key).digest('base64'),
  }
}
