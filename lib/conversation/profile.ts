import type { ContactId, DeviceId } from '../contract/ids'
import type { Content } from '../contract/message'
import { cleanName } from '../contract/name'
import { fromBase64, toBase64 } from '../contract/wire'
import type { Certificate } from '../identity/certificate'
import { compareDeviceLists, readDeviceList } from '../identity/device-list'
import { readPrekeyRecord } from '../identity/prekey'
import { NOTHING_ARRIVED } from './arrived'
import type { Self } from './context'
import type { Draft } from './ledger'
import type { ContactDevice, ContactRecord } from './records'
import { compose, contactOf } from './sending'

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

/** A contact's own word about its name and devices. A forked device list freezes the contact until the user decides. */
export const applyProfile = (draft: Draft, id: ContactId, profile: Extract<Content, { kind: 'profile' }>): void => {
  const contact = contactOf(draft.contacts, id)
  const known = contact.deviceList && readDeviceList(contact.deviceList, contact.identity)
  const incoming = readDeviceList(fromBase64(profile.devices), contact.identity)
  const order = compareDeviceLists(known, incoming)
  if (order === 'fork') draft.contacts.put({ ...contact, alarm: 'fork' })
  if (order === 'fork' || order === 'older') return
  const prekeys = profile.prekeys.map(fromBase64)
  const devices = incoming.devices.map((certificate) => {
    const device =
      contact.devices.find((d) => d.device === certificate.device) ?? newDevice(certificate.device, certificate.bytes)
    const prekey = prekeys.find((bytes) => isPrekeyOf(bytes, certificate))
    return { ...device, prekey: prekey ?? device.prekey }
  })
  const gone = (device: DeviceId) => !devices.some((d) => d.device === device)
  for (const session of [...draft.sessions.values()])
    if (session.contact === id && gone(session.device)) draft.sessions.delete(session.id)
  for (const entry of [...draft.outbox.values()]) {
    if (entry.contact !== id || !entry.pending.some(gone)) continue
    const pending = entry.pending.filter((device) => !gone(device))
    // With nobody left to open it, it is sealed anew for the next session.
    draft.outbox.put({ ...entry, pending, sealed: pending.length > 0 ? entry.sealed : null })
  }
  const name = cleanName(profile.name, contact.name)
  draft.contacts.put({ ...contact, name, deviceList: incoming.bytes, devices })
}

const isPrekeyOf = (bytes: Uint8Array, certificate: Certificate): boolean => {
  try {
    return readPrekeyRecord(bytes, certificate).bytes.length > 0
  } catch {
    return false
  }
}
