import { createHash } from 'node:crypto'

export default function label(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
