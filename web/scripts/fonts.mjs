// Cuts Be Vietnam Pro down to what the screens can show: ASCII, every Vietnamese
// letter with every tone mark in both cases, loose marks, and punctuation. Writes
// src/fonts/*.woff2, which are committed: a build needs no font tool.
// Digits of the family differ in width and it has no tabular figures, so a second
// small face gives the digits one width (see widen) for columns of figures.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import subset from 'subset-font'

const out = new URL('../src/fonts/', import.meta.url)
const from = new URL('../node_modules/@expo-google-fonts/be-vietnam-pro/', import.meta.url)

export function letters() {
  const set = new Set()
  for (let i = 0x20; i < 0x7f; i++) set.add(String.fromCharCode(i))
  for (const v of 'aăâeêioôơuưy')
    for (const mark of ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323']) {
      const c = (v + mark).normalize('NFC')
      set.add(c).add(c.toUpperCase())
    }
  for (const c of 'đĐ\u00a0–—−‘’“”…•·₫°±×©«»\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323') set.add(c)
  return [...set].join('')
}

/** Gives all digits the advance of the widest, each in the middle of it. */
function widen(ttf) {
  const table = (tag) => {
    for (let i = 0; i < ttf.readUInt16BE(4); i++) {
      const at = 12 + i * 16
      if (ttf.toString('latin1', at, at + 4) === tag) return ttf.readUInt32BE(at + 8)
    }
    throw new Error(`no table ${tag}`)
  }
  const [hmtx, glyf, loca, head] = ['hmtx', 'glyf', 'loca', 'head'].map(table)
  const long = ttf.readInt16BE(head + 50) === 1
  const offset = (g) => (long ? ttf.readUInt32BE(loca + g * 4) : ttf.readUInt16BE(loca + g * 2) * 2)
  // Glyphs of the digits-only subset: 0 is .notdef, then the digits.
  const digits = Array.from({ length: 10 }, (_, i) => i + 1)
  const width = Math.max(...digits.map((g) => ttf.readUInt16BE(hmtx + g * 4)))
  for (const g of digits) {
    const at = hmtx + g * 4
    const shift = Math.round((width - ttf.readUInt16BE(at)) / 2)
    ttf.writeUInt16BE(width, at)
    ttf.writeInt16BE(ttf.readInt16BE(at + 2) + shift, at + 2)
    moveRight(ttf, glyf + offset(g), shift)
  }
  return ttf
}

/** Moves a simple glyph: its box, and the first x of its outline (the rest are steps from it). */
function moveRight(ttf, at, by) {
  if (by === 0) return
  const contours = ttf.readInt16BE(at)
  if (contours < 1) throw new Error('a digit is not a simple glyph')
  ttf.writeInt16BE(ttf.readInt16BE(at + 2) + by, at + 2)
  ttf.writeInt16BE(ttf.readInt16BE(at + 6) + by, at + 6)
  let p = at + 10 + contours * 2
  const points = ttf.readUInt16BE(p - 2) + 1
  p += 2 + ttf.readUInt16BE(p)
  const first = ttf[p]
  for (let seen = 0; seen < points; seen++) if (ttf[p++] & 8) seen += ttf[p++]
  if (first & 2) {
    const x = (first & 16 ? 1 : -1) * ttf[p] + by
    if (x < 0 || x > 255 || !(first & 16)) throw new Error('a digit starts too far out to be moved in place')
    ttf[p] = x
  } else if (!(first & 16)) ttf.writeInt16BE(ttf.readInt16BE(p) + by, p)
  else throw new Error('a digit starts at 0 and cannot be moved in place')
}

const weights = { 400: '400Regular', 500: '500Medium', 600: '600SemiBold' }
for (const [weight, folder] of Object.entries(weights)) {
  const ttf = readFileSync(new URL(`${folder}/BeVietnamPro_${folder}.ttf`, from))
  const options = { targetFormat: 'woff2', keepFeatures: ['kern', 'mark', 'mkmk', 'ccmp'], noHinting: true }
  writeFileSync(new URL(`be-vietnam-pro-${weight}.woff2`, out), await subset(ttf, letters(), options))
  if (weight === '500') continue
  const digits = await subset(ttf, '0123456789', { targetFormat: 'truetype', keepFeatures: [], noHinting: true })
  const wide = widen(Buffer.from(digits))
  writeFileSync(new URL(`figures-${weight}.woff2`, out), await subset(wide, '0123456789', { targetFormat: 'woff2', keepFeatures: [], noHinting: true }))
}
copyFileSync(new URL('LICENSE_FONT', from), new URL('OFL.txt', out))
