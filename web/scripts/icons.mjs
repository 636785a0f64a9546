// Writes src/ui/parts/icons.ts: the shapes of the Lucide icons that the screens use.
// Run after changing the list: node scripts/icons.mjs
import { readFileSync, writeFileSync } from 'node:fs'

const used = `sun moon monitor house users map clipboard-list footprints sticky-note circle-alert flag user-cog smartphone eye
search x check chevron-right chevron-down plus pencil trash-2 undo-2 download columns-3 list-filter ellipsis key-round log-out
arrow-up arrow-down arrow-left map-pin history triangle-alert lock copy camera mic file-text wifi-off refresh-cw bookmark
list-checks navigation baby fingerprint calendar-check heart-handshake user loader circle-check move-right shield corner-down-left
chart-column`.split(/\s+/)

const shapes = used.map((name) => {
  const svg = readFileSync(new URL(`../node_modules/lucide-static/icons/${name}.svg`, import.meta.url), 'utf8')
  const body = svg.replace(/<!--.*?-->/s, '').replace(/^.*?<svg[^>]*>/s, '').replace('</svg>', '').replace(/\s*\n\s*/g, '').replace(/ \/>/g, '/>')
  return `  '${name}': '${body}',`
})
writeFileSync(
  new URL('../src/ui/parts/icons.ts', import.meta.url),
  `// Made by scripts/icons.mjs from Lucide (ISC licence, © Lucide Icons and Contributors).\nexport const icons = {\n${shapes.join('\n')}\n}\n\nexport type IconName = keyof typeof icons\n`,
)
