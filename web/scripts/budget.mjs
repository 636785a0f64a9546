// Sums what the first page of the desk and of the phone asks for and fails the
// build above the budgets: the entry with everything it imports, its CSS, and the
// fonts that the CSS names. Of the desk, the sign-in, the shell, Today and the
// first list are all in it; of the phone everything but its worker, which is
// counted beside it.
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const budgets = { 'index.html': 120 * 1024, 'phone.html': 150 * 1024 }
const dist = new URL('../dist/', import.meta.url)
const read = (f) => readFileSync(new URL(f, dist))
const manifest = JSON.parse(read('manifest.json'))
const size = (f) => (f.endsWith('.woff2') ? read(f).length : gzipSync(read(f), { level: 9 }).length)

function filesOf(entry) {
  const files = new Set()
  const walk = (m) => {
    if (files.has(m.file)) return
    files.add(m.file)
    for (const c of m.css ?? []) files.add(c)
    for (const i of m.imports ?? []) walk(manifest[i])
  }
  walk(manifest[entry])
  for (const f of [...files].filter((x) => x.endsWith('.css')))
    for (const [, url] of read(f).toString().matchAll(/url\(["']?\/?([^"')]+\.woff2)/g)) files.add(url.startsWith('assets/') ? url : `assets/${url.replace('./', '')}`)
  return files
}

const assets = readdirSync(new URL('assets/', dist))
const first = new Set()
let over = false
for (const [entry, budget] of Object.entries(budgets)) {
  const files = filesOf(entry)
  if (entry === 'phone.html') for (const f of assets.filter((x) => /^worker-.*\.js$/.test(x))) files.add(`assets/${f}`)
  let total = gzipSync(read(entry), { level: 9 }).length
  for (const f of files) {
    first.add(f)
    total += size(f)
    console.log(`${String(size(f)).padStart(7)}  ${f}`)
  }
  console.log(`${String(total).padStart(7)}  first load of ${entry}, gzip, of ${budget} allowed\n`)
  if (total > budget) {
    console.error(`over the budget by ${total - budget} bytes`)
    over = true
  }
}

const lazy = assets.filter((f) => /\.(js|css)$/.test(f) && !first.has(`assets/${f}`))
console.log(`${String(lazy.reduce((n, f) => n + size(`assets/${f}`), 0)).padStart(7)}  in ${lazy.length} files fetched when needed`)
rmSync(new URL('manifest.json', dist)) // the server has no use for it
if (over) process.exit(1)
