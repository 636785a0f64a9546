// Empties dist of an older build; stub.html stays, it is committed.
import { readdirSync, rmSync } from 'node:fs'

const dist = new URL('../dist/', import.meta.url)
for (const f of readdirSync(dist)) if (f !== 'stub.html') rmSync(new URL(f, dist), { recursive: true })
