import { HearthError } from '../contract/errors'
import type { ContactId, DeviceId } from '../contract/ids'
import type { Content } from '../contract/message'
import { cleanName } from '../contract/name'
import { fromBase64, toBase64 } from '../contract/wire'
import type { Certificate } from '../identity/certificate'
import { compareDeviceLists, type DeviceList, readDeviceList } from '../identity/device-list'
import { readPrekeyRecord } from '../identity/prekey'
import { NOTHING_ARRIVED } from './arrived'
import type { Self } from './context'
import type { Draft } from './ledger'
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
})

/** Tells a contact our name, devices and prekeys: at the start of a session, and when one of them changed. */
export const introduce = (draft: Draft, self: Self, contact: ContactId, now: number): void => {
  const newest = [...draft.prekeys.values()].filter((p) => p.record).sort((a, b) => b.createdAt - a.createdAt)[0]
  const prekeys = newest?.record ? [toBase64(newest.record)] : []
  compose(draft, contact, { kind: 'profile', name: self.name, devices: toBase64(self.deviceList), prekeys }, now)
}

/** How far ahead of our clock a device list's epoch may be, in milliseconds: one of the far future could never be replaced. */
const AHEAD = 86_400_000

/**
 * A contact's own word about its name and devices. A forked device list freezes the contact until the user decides; a device
 * that the newest list does not name loses its sessions, whatever it says.
 */
export const applyProfile = (
  draft: Draft,
  { contact: id, device: from }: { contact: ContactId; device: DeviceId },
  profile: Extract<Content, { kind: 'profile' }>,
  now: number,
): void => {
  const contact = contactOf(draft.contacts, id)
  const known = contact.deviceList && readDeviceList(contact.deviceList, contact.identity)
  const incoming = readDeviceList(fromBase64(profile.devices), contact.identity)
  if (incoming.epoch > now + AHEAD) throw new HearthError('damaged', 'an epoch of the future')
  const order = compareDeviceLists(known, incoming)
  if (order === 'fork') draft.contacts.put({ ...contact, alarm: 'fork' })
  else if (order !== 'older') applyDevices(draft, contact, incoming, profile, now)
  const newest = order === 'newer' ? incoming : known
  if (newest && !newest.devices.some((d) => d.device === from)) dropDevices(draft, id, (device) => device === from, now)
}

const applyDevices = (
  draft: Draft,
  contact: ContactRecord,
  incoming: DeviceList,
  profile: Extract<Content, { kind: 'profile' }>,
  now: number,
): void => {
  const prekeys = profile.prekeys.map(fromBase64)
  const devices = incoming.devices.map((certificate) => {
    const { device, bytes } = certificate
    const kept = contact.devices.find((d) => d.device === device) ?? newDevice(device, bytes)
    const prekey = prekeys.find((record) => isPrekeyOf(record, certificate))
    return { ...kept, certificate: bytes, prekey: prekey ?? kept.prekey }
  })
  const name = cleanName(profile.name, contact.name)
  draft.contacts.put({ ...contact, name, deviceList: incoming.bytes, devices })
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

const isPrekeyOf = (bytes: Uint8Array, certificate: Certificate): boolean => {
  try {
    return readPrekeyRecord(bytes, certificate).bytes.length > 0
  } catch {
    return false
  }
}
