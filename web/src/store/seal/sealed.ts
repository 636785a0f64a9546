import type { Codec } from '../replica/keeper'

const format = 1
const nonceBytes = 12

async function through(bytes: Uint8Array<ArrayBuffer>, by: GenericTransformStream): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(by)).arrayBuffer())
}

/** A piece was changed by somebody, or sealed with another key, or for another place. */
export class Damaged extends Error {}

/**
 * Seals pieces with AES-256-GCM, packed before: a format byte, a nonce of its own,
 * the sealed bytes. place is bound to them: a piece does not open elsewhere.
 */
export class Sealed implements Codec {
  private readonly aad: Uint8Array<ArrayBuffer>

  constructor(
    private readonly key: CryptoKey,
    place: string,
  ) {
    this.aad = new TextEncoder().encode(`bamban ${format} ${place}`)
  }

  async pack(text: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.seal(await through(new TextEncoder().encode(text), new CompressionStream('deflate-raw')))
  }

  async unpack(piece: Uint8Array<ArrayBuffer>): Promise<string> {
    return new TextDecoder().decode(await through(await this.open(piece), new DecompressionStream('deflate-raw')))
  }

  /** Seals bytes that are packed already: a photo, a voice. */
  async seal(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    const iv = crypto.getRandomValues(new Uint8Array(nonceBytes))
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: this.aad }, this.key, bytes))
    const out = new Uint8Array(1 + nonceBytes + sealed.length)
    out[0] = format
    out.set(iv, 1)
    out.set(sealed, 1 + nonceBytes)
    return out
  }

  async open(piece: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    if (piece[0] !== format) throw new Damaged('of another format')
    const iv = piece.subarray(1, 1 + nonceBytes)
    try {
      return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: this.aad }, this.key, piece.subarray(1 + nonceBytes)))
    } catch {
      throw new Damaged('does not open')
    }
  }
}
