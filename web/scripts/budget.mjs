// Sums what the first page asks for and fails the build above the budget: the
// entry with everything it imports, its CSS, and the fonts that the CSS names.
// The sign-in, the shell, Today and the first list are all in it.
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const budget = 120 * 1024
const dist = new URL('../dist/', import.meta.url)
const read = (f) => readFileSync(new URL(f, dist))
const manifest = JSON.parse(read('manifest.json'))

const entry = Object.values(manifest).find((m) => m.isEntry)
const files = new Set()
const walk = (m) => {
  if (files.has(m.file)) return
  files.add(m.file)
  for (const c of m.css ?? []) files.add(c)
  for (const i of m.imports ?? []) walk(manifest[i])
}
walk(entry)
for (const f of [...files].filter((x) => x.endsWith('.css')))
  for (const [, url] of read(f).toString().matchAll(/url\(["']?\/?([^"')]+\.woff2)/g)) files.add(url.startsWith('assets/') ? url : `assets/${url.replace('./', '')}`)

const size = (f) => (f.endsWith('.woff2') ? read(f).length : gzipSync(read(f), { level: 9 }).length)
let total = gzipSync(read('index.html'), { level: 9 }).length
for (const f of files) {
  total += size(f)
  console.log(`${String(size(f)).padStart(7)}  ${f}`)
}
console.log(`${String(total).padStart(7)}  first load, gzip, of ${budget} allowed`)

const lazy = readdirSync(new URL('assets/', dist)).filter((f) => /\.(js|css)$/.test(f) && !files.has(`assets/${f}`))
console.log(`${String(lazy.reduce((n, f) => n + size(`assets/${f}`), 0)).padStart(7)}  in ${lazy.length} files fetched when needed`)
rmSync(new URL('manifest.json', dist)) // the server has no use for it
if (total > budget) {
  console.error(`over the budget by ${total - budget} bytes`)
  process.exit(1)
}
