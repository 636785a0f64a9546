// Writes dist/sw.js: the phone's service worker, which keeps everything that the
// phone's page asks for, under a name that is the hash of the build.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('manifest.json', dist)))
const files = new Set(['phone.html', 'icon.svg', 'phone.webmanifest'])
const walk = (m) => {
  if (files.has(m.file)) return
  files.add(m.file)
  for (const c of [...(m.css ?? []), ...(m.assets ?? [])]) files.add(c)
  for (const i of [...(m.imports ?? []), ...(m.dynamicImports ?? [])]) walk(manifest[i])
}
walk(manifest['phone.html'])
for (const f of readdirSync(new URL('assets/', dist))) if (/^(worker|later)-.*\.js$/.test(f)) files.add(`assets/${f}`)

const sorted = [...files].sort()
const hash = createHash('sha256')
for (const f of sorted) hash.update(f).update(readFileSync(new URL(f, dist)))
const source = readFileSync(new URL('../src/sw.js', import.meta.url), 'utf8')
const out = source.replace('__VERSION__', hash.digest('hex').slice(0, 16)).replace("['__FILES__']", JSON.stringify(sorted.map((f) => `/${f}`)))
writeFileSync(new URL('sw.js', dist), out)
console.log(`${String(sorted.length).padStart(7)}  files kept on the phone by sw.js`)
