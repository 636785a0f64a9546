/** What a picked file is, from its first bytes: names and types that others give are not believed. */

/** How much of a file tells its type, its size in pixels and where it was taken. */
export const headBytes = 256 * 1024

const text = (b: Uint8Array, from: number, to: number): string => String.fromCharCode(...b.subarray(from, to))

/** The media type of a picture; "" for anything else. */
export function pictureType(b: Uint8Array): '' | 'image/jpeg' | 'image/png' | 'image/webp' | 'image/heic' {
  if (b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff) return 'image/jpeg'
  if (text(b, 0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png'
  if (text(b, 0, 4) === 'RIFF' && text(b, 8, 12) === 'WEBP') return 'image/webp'
  if (text(b, 4, 8) === 'ftyp' && /^(hei[cxms]|mif1|msf1)$/.test(text(b, 8, 12))) return 'image/heic'
  return ''
}

/** The media type of a recording; "" for anything else. */
export function voiceType(b: Uint8Array): '' | 'audio/webm' | 'audio/ogg' | 'audio/mp4' {
  if (b[0] === 0x1a && b[1] === 0x45 && b[2] === 0xdf && b[3] === 0xa3) return 'audio/webm'
  if (text(b, 0, 4) === 'OggS') return 'audio/ogg'
  return text(b, 4, 8) === 'ftyp' && !pictureType(b) ? 'audio/mp4' : ''
}

/** Width and height of a picture in pixels, where its beginning says so. */
export function pixels(b: Uint8Array): { width: number; height: number } | null {
  const v = new DataView(b.buffer, b.byteOffset, b.byteLength)
  switch (pictureType(b)) {
    case 'image/png':
      return b.length >= 24 ? { width: v.getUint32(16), height: v.getUint32(20) } : null
    case 'image/jpeg':
      return ofJpeg(v)
    default:
      return null
  }
}

/** Walks the segments of a JPEG to its frame header (ITU T.81, B.2.2). */
function ofJpeg(v: DataView): { width: number; height: number } | null {
  for (const { marker, at, end } of segments(v)) {
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (frame && at + 5 <= end) return { height: v.getUint16(at + 1), width: v.getUint16(at + 3) }
  }
  return null
}

/** The segments of a JPEG before its scan, as far as the bytes go. */
export function* segments(v: DataView): Generator<{ marker: number; at: number; end: number }> {
  let at = 2
  while (at + 4 <= v.byteLength && v.getUint8(at) === 0xff) {
    const marker = v.getUint8(at + 1)
    if (marker === 0xff) {
      at++ // fill
      continue
    }
    if (marker === 0xda) return
    const length = v.getUint16(at + 2)
    if (length < 2) return
    yield { marker, at: at + 4, end: Math.min(at + 2 + length, v.byteLength) }
    at += 2 + length
  }
}
