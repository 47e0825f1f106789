import { pbkdf2Sync } from 'node:crypto'

console.log(pbkdf2Sync(process.argv[2], 'image', 1_400_000, 32, 'sha256').toString('hex'))
