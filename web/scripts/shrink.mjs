// Leaves each script and style sheet of the build compressed only: that is how
// the program carries it and how nearly every browser takes it.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const assets = new URL('../dist/assets/', import.meta.url)
for (const f of readdirSync(assets).filter((x) => /\.(js|css)$/.test(x))) {
  const file = new URL(f, assets)
  writeFileSync(new URL(`${f}.gz`, assets), gzipSync(readFileSync(file), { level: 9 }))
  rmSync(file)
}
