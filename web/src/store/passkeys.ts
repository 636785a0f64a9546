import * as d from '../core/api/decoders'
import { json, nothing, textOf, type Json } from '../core/decode'
import { get, send } from './client'
import { enter } from './session'

/** Whether this browser can use passkeys here (it needs a secure page). */
export function canPasskey(): boolean {
  // Passkeys belong to a name: an address of numbers has none.
  return 'PublicKeyCredential' in window && isSecureContext && !/^[\d.]+$|^\[/.test(location.hostname)
}

type JsonObject = Record<string, Json>

function isObject(v: Json | undefined): v is JsonObject {
  return typeof v === 'object' && v !== null && !Array.isArray(v)
}

/** The options stand alone or under publicKey. */
function optionsOf(v: Json): JsonObject {
  if (!isObject(v)) throw new Error('no passkey options')
  return isObject(v.publicKey) ? v.publicKey : v
}

function bytes(v: Json | undefined): Uint8Array<ArrayBuffer> {
  const s = typeof v === 'string' ? v.replace(/-/g, '+').replace(/_/g, '/') : ''
  return Uint8Array.from(atob(s), (c) => c.charCodeAt(0))
}

function text(b: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

function descriptors(v: Json | undefined): PublicKeyCredentialDescriptor[] {
  return Array.isArray(v) ? v.filter(isObject).map((c) => ({ type: 'public-key', id: bytes(c.id) })) : []
}

/** Signs in with a passkey of the named account. */
export async function signInByPasskey(login: string): Promise<void> {
  const o = optionsOf(await send('POST', '/session/passkey/begin', { login }, json))
  const got = await navigator.credentials.get({
    publicKey: {
      challenge: bytes(o.challenge),
      allowCredentials: descriptors(o.allowCredentials),
      userVerification: 'preferred',
      ...(typeof o.rpId === 'string' ? { rpId: o.rpId } : {}),
      ...(typeof o.timeout === 'number' ? { timeout: o.timeout } : {}),
    },
  })
  if (!(got instanceof PublicKeyCredential) || !(got.response instanceof AuthenticatorAssertionResponse)) throw new Error('no passkey chosen')
  const r = got.response
  const body = {
    id: got.id,
    rawId: text(got.rawId),
    type: got.type,
    response: {
      clientDataJSON: text(r.clientDataJSON),
      authenticatorData: text(r.authenticatorData),
      signature: text(r.signature),
      userHandle: r.userHandle ? text(r.userHandle) : null,
    },
    clientExtensionResults: {},
  }
  await enter(await send('POST', '/session/passkey/finish', body, d.me))
}

/** Makes a passkey of this device for my account. */
export async function addPasskey(): Promise<void> {
  const o = optionsOf(await send('POST', '/me/passkeys/begin', {}, json))
  const user = isObject(o.user) ? o.user : {}
  const rp = isObject(o.rp) ? o.rp : {}
  const params = Array.isArray(o.pubKeyCredParams) ? o.pubKeyCredParams.filter(isObject) : []
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(o.challenge),
      rp: { name: textOf(rp.name), ...(typeof rp.id === 'string' ? { id: rp.id } : {}) },
      user: { id: bytes(user.id), name: textOf(user.name), displayName: textOf(user.displayName) },
      pubKeyCredParams: params.map((x) => ({ type: 'public-key', alg: Number(x.alg) })),
      excludeCredentials: descriptors(o.excludeCredentials),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    },
  })
  if (!(made instanceof PublicKeyCredential) || !(made.response instanceof AuthenticatorAttestationResponse)) throw new Error('no passkey made')
  const r = made.response
  const body = {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response: {
      clientDataJSON: text(r.clientDataJSON),
      attestationObject: text(r.attestationObject),
      transports: r.getTransports(),
    },
    clientExtensionResults: {},
  }
  await send('POST', '/me/passkeys/finish', body, nothing)
}

export const listPasskeys = (signal: AbortSignal): Promise<ReturnType<typeof d.passkeys>> => get('/me/passkeys', d.passkeys, signal)
