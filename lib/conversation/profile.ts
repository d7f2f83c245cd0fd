import { HearthError } from '../contract/errors'
import type { ContactId, DeviceId } from '../contract/ids'
import type { Content } from '../contract/message'
import { cleanName } from '../contract/name'
import { fromBase64, toBase64 } from '../contract/wire'
import type { Certificate } from '../identity/certificate'
import { compareDeviceLists, type DeviceList, readDeviceList } from '../identity/device-list'
import { type PrekeyRecord, readPrekeyRecord } from '../identity/prekey'
import { NOTHING_ARRIVED } from './arrived'
import type { Self } from './context'
import type { Draft } from './ledger'
import { putNotice } from './notices'
import type { ContactDevice, ContactRecord } from './records'
import { compose, contactOf, sealWaiting } from './sending'

/** With this device among the contact's, as its certificate says. */
export const withDevice = (contact: ContactRecord, device: DeviceId, certificate: Uint8Array): ContactRecord =>
  contact.devices.some((d) => d.device === device)
    ? contact
    : { ...contact, devices: [...contact.devices, newDevice(device, certificate)].slice(-8) }

const newDevice = (device: DeviceId, certificate: Uint8Array): ContactDevice => ({
  device,
  certificate,
  prekey: null,
  arrived: NOTHING_ARRIVED,
  tail: [],
  ackOwed: false,
  profile: 0,
})

/** Tells a contact our name, devices and prekeys: at the start of a session, and when one of them changed. */
export const introduce = (draft: Draft, self: Self, contact: ContactId, now: number): void => {
  const newest = [...draft.prekeys.values()].filter((p) => p.record).sort((a, b) => b.createdAt - a.createdAt)[0]
  const prekeys = newest?.record ? [toBase64(newest.record)] : []
  const { name, relays } = self
  compose(draft, contact, { kind: 'profile', name, devices: toBase64(self.deviceList), prekeys, relays }, now)
}

type Profile = Extract<Content, { kind: 'profile' }>

/** How far ahead of our clock a device list's epoch may be, in milliseconds: one of the far future could never be replaced. */
const AHEAD = 86_400_000

/**
 * A contact's own word about its name and devices. A forked device list freezes the contact until the user decides; a device
 * that the newest list does not name loses its sessions, whatever it says.
 */
export const applyProfile = (
  draft: Draft,
  { contact: id, device: from, seq }: { contact: ContactId; device: DeviceId; seq: number },
  profile: Profile,
  now: number,
): void => {
  const { deviceList, identity } = contactOf(draft.contacts, id)
  const known = deviceList && readDeviceList(deviceList, identity)
  const incoming = readDeviceList(fromBase64(profile.devices), identity)
  if (incoming.epoch > now + AHEAD) throw new HearthError('damaged', 'an epoch of the future')
  const order = compareDeviceLists(known, incoming)
  if (known && order === 'newer') noticeDevices(draft, id, known, incoming, now)
  const contact = contactOf(draft.contacts, id)
  if (order === 'fork') draft.contacts.put({ ...contact, alarm: 'fork' })
  else if (order !== 'older') applyDevices(draft, contact, incoming, profile, now)
  // What they were called before they first introduced themselves stood in an invitation or reply.
  if (order !== 'fork' && applyWords(draft, id, from, seq, profile) && known)
    putNotice(draft, id, { what: 'renamed', from: contact.name, to: contactOf(draft.contacts, id).name }, now)
  const newest = order === 'newer' ? incoming : known
  if (newest && !newest.devices.some((d) => d.device === from)) dropDevices(draft, id, (device) => device === from, now)
}

const applyDevices = (
  draft: Draft,
  contact: ContactRecord,
  incoming: DeviceList,
  profile: Profile,
  now: number,
): void => {
  const prekeys = profile.prekeys.map(fromBase64)
  const devices = incoming.devices.map((certificate) => {
    const { device, bytes } = certificate
    const kept = contact.devices.find((d) => d.device === device) ?? newDevice(device, bytes)
    return { ...kept, certificate: bytes, prekey: newestPrekey([kept.prekey, ...prekeys], certificate) }
  })
  draft.contacts.put({ ...contact, deviceList: incoming.bytes, devices })
  dropDevices(draft, contact.id, (device) => !devices.some((d) => d.device === device), now)
}

/** Forgets devices of a contact, and seals anew what only they could have opened. */
const dropDevices = (draft: Draft, id: ContactId, gone: (device: DeviceId) => boolean, now: number): void => {
  const contact = contactOf(draft.contacts, id)
  draft.contacts.put({ ...contact, devices: contact.devices.filter((d) => !gone(d.device)) })
  for (const session of [...draft.sessions.values()])
    if (session.contact === id && gone(session.device)) draft.sessions.delete(session.id)
  for (const entry of [...draft.outbox.values()]) {
    if (entry.contact !== id || !entry.pending.some(gone)) continue
    const pending = entry.pending.filter((device) => !gone(device))
    draft.outbox.put({ ...entry, pending, sealed: pending.length > 0 ? entry.sealed : null })
  }
  sealWaiting(draft, id, now)
}

const noticeDevices = (draft: Draft, id: ContactId, known: DeviceList, incoming: DeviceList, now: number): void => {
  const isNew = incoming.devices.some(({ device }) => !known.devices.some((d) => d.device === device))
  if (incoming.epoch !== known.epoch) putNotice(draft, id, { what: 'restored' }, now)
  else if (isNew) putNotice(draft, id, { what: 'new_device' }, now)
}

/** Takes name and relays, unless this device has said newer ones before; says whether the name is another than we knew. */
const applyWords = (draft: Draft, id: ContactId, from: DeviceId, seq: number, profile: Profile): boolean => {
  const contact = contactOf(draft.contacts, id)
  const device = contact.devices.find((d) => d.device === from)
  if (!device || device.profile > seq) return false
  const devices = contact.devices.map((d) => (d === device ? { ...d, profile: seq } : d))
  const name = cleanName(profile.name, contact.name)
  const relays = sameTexts(profile.relays, contact.relays) ? contact.relays : profile.relays
  draft.contacts.put({ ...contact, name, devices, relays })
  return name !== contact.name
}

const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, i) => text === b[i])

/** Of the records that this device signed the one that is good for longest: an older one may come late. */
const newestPrekey = (records: readonly (Uint8Array | null)[], certificate: Certificate): Uint8Array | null =>
  records
    .map((bytes) => bytes && prekeyOf(bytes, certificate))
    .filter((record) => record !== null)
    .sort((a, b) => b.expiresAt - a.expiresAt)[0]?.bytes ?? null

const prekeyOf = (bytes: Uint8Array, certificate: Certificate): PrekeyRecord | null => {
  try {
    return readPrekeyRecord(bytes, certificate)
  } catch {
    return null
  }
}
