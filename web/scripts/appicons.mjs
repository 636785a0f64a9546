// Writes public/icon-*.png from public/icon.svg, for phones that install the app:
// Android takes no SVG, and cuts a maskable icon to its own shape.
//   node scripts/appicons.mjs   (needs chromium; the files are committed)
import { readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

const svg = readFileSync(new URL('../public/icon.svg', import.meta.url), 'utf8')
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
for (const [name, size, inner, back] of [['icon-192', 192, 1, 'transparent'], ['icon-512', 512, 1, 'transparent'], ['icon-maskable-512', 512, 0.8, '#1e5b48']]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<body style="margin:0;display:grid;place-items:center;height:100vh;background:${back}">${svg.replace('<svg', `<svg style="width:${inner * 100}vw;height:${inner * 100}vh"`)}</body>`)
  await page.screenshot({ path: new URL(`../public/${name}.png`, import.meta.url).pathname, omitBackground: true })
  await page.close()
}
await browser.close()
