/**
 * A passkey of this phone opens it too, where its authenticator has a PRF (WebAuthn
 * level 3, hmac-secret): the secret never leaves the authenticator but for this page,
 * and wraps the same key as the PIN does. The server knows nothing of it.
 */
import { ask } from './client'

/** What an authenticator gave: which passkey, and its secret for this app. */
interface Given {
  credential: string
  prf: ArrayBuffer
}

const toText = (b: ArrayBuffer): string => btoa(Array.from(new Uint8Array(b), (x) => String.fromCharCode(x)).join(''))
const toBytes = (s: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(s), (c) => c.charCodeAt(0))
const random = (n: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(n))

/** The input of the PRF; another one would give another secret. */
const input = new TextEncoder().encode('bamban phone prf 1')
const patience = 60_000

/** Whether this phone may have a passkey of its own; whether it has a PRF shows when one is made. */
export async function mayHavePasskey(): Promise<boolean> {
  return typeof PublicKeyCredential !== 'undefined' && (await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => false))
}

/** Makes a passkey and lets it open the phone; false where its authenticator has no PRF. */
export async function addPasskey(pin: string, name: string): Promise<boolean> {
  const made = (await navigator.credentials.create({
    publicKey: {
      rp: { name: 'Bám Bản' },
      user: { id: random(16), name, displayName: name },
      challenge: random(32),
      pubKeyCredParams: [
        { type: 'public-key', alg: -7 },
        { type: 'public-key', alg: -257 },
      ],
      authenticatorSelection: { authenticatorAttachment: 'platform', residentKey: 'preferred', userVerification: 'required' },
      timeout: patience,
      extensions: { prf: { eval: { first: input } } },
    },
  })) as PublicKeyCredential | null
  if (!made) return false
  const { prf } = made.getClientExtensionResults()
  if (!prf?.enabled && !prf?.results) return false
  const credential = toText(made.rawId)
  const secret = prf.results ? bufferOf(prf.results.first) : (await secretOf([credential])).prf
  await ask('addPasskey', pin, credential, secret)
  return true
}

/** Opens the phone by one of its passkeys. */
export async function openByPasskey(credentials: string[]): Promise<void> {
  const { credential, prf } = await secretOf(credentials)
  await ask('unlockByPasskey', credential, prf)
}

async function secretOf(credentials: string[]): Promise<Given> {
  const got = (await navigator.credentials.get({
    publicKey: {
      challenge: random(32),
      allowCredentials: credentials.map((c) => ({ type: 'public-key', id: toBytes(c) })),
      userVerification: 'required',
      timeout: patience,
      extensions: { prf: { eval: { first: input } } },
    },
  })) as PublicKeyCredential | null
  const first = got?.getClientExtensionResults().prf?.results?.first
  if (!got || !first) throw new Error('the authenticator gave no secret')
  return { credential: toText(got.rawId), prf: bufferOf(first) }
}

function bufferOf(b: BufferSource): ArrayBuffer {
  return b instanceof ArrayBuffer ? b : Uint8Array.from(new Uint8Array(b.buffer, b.byteOffset, b.byteLength)).buffer
}
