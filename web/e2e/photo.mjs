// Photos for the tests: drawn by the browser, with what a camera writes beside them.

/** A JPEG of so many pixels with stripes that don't compress to nothing, as bytes. */
export async function drawn(page, width, height) {
  const base64 = await page.evaluate(
    async ([w, h]) => {
      const c = new OffscreenCanvas(w, h)
      const g = c.getContext('2d')
      for (let y = 0; y < h; y += 8) for (let x = 0; x < w; x += 8) {
        g.fillStyle = `hsl(${(x * 7 + y * 13) % 360} 60% ${30 + ((x ^ y) % 40)}%)`
        g.fillRect(x, y, 8, 8)
      }
      g.fillStyle = '#d00' // the upper left corner, to see which way is up
      g.fillRect(0, 0, w / 4, h / 4)
      const b = new Uint8Array(await (await c.convertToBlob({ type: 'image/jpeg', quality: 0.92 })).arrayBuffer())
      let s = ''
      for (const x of b) s += String.fromCharCode(x)
      return btoa(s)
    },
    [width, height],
  )
  return Buffer.from(base64, 'base64')
}

const ascii = (s) => Buffer.from(`${s}\0`, 'latin1')
const rationals = (...list) => Buffer.concat(list.map(([a, b]) => { const r = Buffer.alloc(8); r.writeUInt32BE(a, 0); r.writeUInt32BE(b, 4); return r }))

/** One directory of a TIFF at a place, with its long values behind it; entries are [tag, type, count, bytes]. */
function directory(at, entries) {
  const head = Buffer.alloc(2 + entries.length * 12 + 4)
  head.writeUInt16BE(entries.length, 0)
  const more = []
  let next = at + head.length
  entries.forEach(([tag, type, count, bytes], i) => {
    const e = 2 + i * 12
    head.writeUInt16BE(tag, e)
    head.writeUInt16BE(type, e + 2)
    head.writeUInt32BE(count, e + 4)
    if (bytes.length <= 4) bytes.copy(head, e + 8)
    else {
      head.writeUInt32BE(next, e + 8)
      more.push(bytes)
      next += bytes.length
    }
  })
  return Buffer.concat([head, ...more])
}

const u16 = (n) => Buffer.from([n >> 8, n & 255])
const u32 = (n) => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b }

/** Puts an EXIF segment into a JPEG: turned by 90 degrees, taken at a place and time, with a word that is looked for later. */
export function withExif(jpeg, word) {
  const exif = (at) => directory(at, [[0x9003, 2, 20, ascii('2026:03:03 08:15:00')]])
  const gps = (at) => directory(at, [
    [1, 2, 2, ascii('N')], [2, 5, 3, rationals([22, 1], [23, 1], [5520, 100])], [3, 2, 2, ascii('E')], [4, 5, 3, rationals([103, 1], [7, 1], [2424, 100])], [31, 5, 1, rationals([12, 1])],
  ])
  const first = (exifAt, gpsAt) => directory(8, [[0x010e, 2, word.length + 1, ascii(word)], [0x0112, 3, 1, u16(6)], [0x8769, 4, 1, u32(exifAt)], [0x8825, 4, 1, u32(gpsAt)]])
  const exifAt = 8 + first(0, 0).length
  const gpsAt = exifAt + exif(exifAt).length
  const tiff = Buffer.concat([Buffer.from('MM\0*', 'latin1'), u32(8), first(exifAt, gpsAt), exif(exifAt), gps(gpsAt)])
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), u16(body.length + 2), body, jpeg.subarray(2)])
}
