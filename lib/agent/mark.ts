import { random } from '../crypto/random'

const PICTURES = [...'🌵🍄🐙🦉🐝🦊🐢🦀🌻🍉🍋🥨🧀🪁🧵🪵🏺🔔⚓🧭🎈🎻🪐🌋🧩🚲⛵🎩🔑🕯🦔🐚']

/** Two pictures at random, until the person chooses something of their own. */
export const newMark = (): string => [...random(2)].map((byte) => PICTURES[byte % PICTURES.length] ?? '').join('')
