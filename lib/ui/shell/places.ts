import { Archive, Globe, type LucideIcon, MessageCircle, User } from 'lucide-preact'
import type { Place } from '../place'

interface PlaceEntry {
  name: 'chats' | 'data' | 'sites' | 'me'
  icon: LucideIcon
  place: Place
  /** Whether what waits for the person is counted here. */
  counts: boolean
}

/** The places in the navigation, in order. A new place is one line here and its word under `place`. */
export const PLACES: PlaceEntry[] = [
  { name: 'chats', icon: MessageCircle, place: { at: 'chats' }, counts: true },
  { name: 'data', icon: Archive, place: { at: 'data' }, counts: false },
  { name: 'sites', icon: Globe, place: { at: 'sites' }, counts: false },
  { name: 'me', icon: User, place: { at: 'me' }, counts: false },
]
