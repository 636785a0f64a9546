import { readExif, type Taken } from '../../core/media/exif'
import { headBytes, pictureType, pixels } from '../../core/media/sniff'

/** The long side of a photo that is kept, in pixels, and how many bytes it may have. */
export const longSide = 1280
export const maxBytes = 200 * 1024
/** A file larger than this is not looked at: no phone's photo is. */
const maxPicked = 40 * 1_000_000
/** More pixels than this would not fit a small phone's memory. */
const maxPixels = 64_000_000

/** Why a picked file was not taken; the page has words for each code. */
export class NotTaken extends Error {
  constructor(readonly code: 'photo.large' | 'photo.not' | 'photo.heic' | 'photo.broken') {
    super(code)
  }
}

/** A photo as it is kept: small, upright, and without what the camera wrote beside it. */
export interface Shrunk {
  bytes: Uint8Array<ArrayBuffer>
  media: 'image/jpeg'
  taken: Taken
}

/** Makes a picked file small. Its size and first bytes are looked at before the rest is read. */
export async function shrink(file: Blob): Promise<Shrunk> {
  if (file.size > maxPicked) throw new NotTaken('photo.large')
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer())
  const type = pictureType(head)
  if (!type) throw new NotTaken('photo.not')
  const size = pixels(head)
  if (size && size.width * size.height > maxPixels) throw new NotTaken('photo.large')
  let picture: ImageBitmap
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    throw new NotTaken(type === 'image/heic' ? 'photo.heic' : 'photo.broken')
  }
  try {
    return { bytes: await small(picture), media: 'image/jpeg', taken: type === 'image/jpeg' ? readExif(head) : { at: 0, point: null } }
  } finally {
    picture.close()
  }
}

/** Draws a picture smaller, or coarser, until it has no more bytes than a photo may. */
async function small(picture: ImageBitmap): Promise<Uint8Array<ArrayBuffer>> {
  for (let side = longSide; ; side = Math.round(side * 0.75)) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height))
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)))
    const c = canvas.getContext('2d')
    if (!c) throw new NotTaken('photo.broken')
    c.fillStyle = '#fff' // what shows through a transparent picture
    c.fillRect(0, 0, canvas.width, canvas.height)
    c.imageSmoothingQuality = 'high'
    c.drawImage(picture, 0, 0, canvas.width, canvas.height)
    for (const quality of [0.82, 0.7, 0.55]) {
      const out = await canvas.convertToBlob({ type: 'image/jpeg', quality })
      if (out.size <= maxBytes) return new Uint8Array(await out.arrayBuffer())
    }
  }
}
