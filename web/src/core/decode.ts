/**
 * Reads what comes off the wire. A decoder gives a typed value or throws a
 * {@link WireFault} that names the place. Go writes an empty list as null and
 * leaves out what is zero, so absent and null read as the decoder's empty value.
 */
export type Decoder<T> = (v: unknown, path: string) => T

/** The server answered something that this app does not understand. */
export class WireFault extends Error {
  constructor(
    readonly path: string,
    wanted: string,
  ) {
    super(`${path}: not ${wanted}`)
  }
}

function absent(v: unknown): v is null | undefined {
  return v === null || v === undefined
}

export const str: Decoder<string> = (v, path) => {
  if (absent(v)) return ''
  if (typeof v !== 'string') throw new WireFault(path, 'text')
  return v
}

export const num: Decoder<number> = (v, path) => {
  if (absent(v)) return 0
  if (typeof v !== 'number') throw new WireFault(path, 'a number')
  return v
}

export const bool: Decoder<boolean> = (v, path) => {
  if (absent(v)) return false
  if (typeof v !== 'boolean') throw new WireFault(path, 'yes or no')
  return v
}

export const list =
  <T>(item: Decoder<T>): Decoder<T[]> =>
  (v, path) => {
    if (absent(v)) return []
    if (!Array.isArray(v)) throw new WireFault(path, 'a list')
    return v.map((x: unknown, i) => item(x, `${path}[${i}]`))
  }

function isObject(v: unknown): v is Record<string, unknown> {
  return typeof v === 'object' && v !== null && !Array.isArray(v)
}

export const dict =
  <T>(item: Decoder<T>): Decoder<Record<string, T>> =>
  (v, path) => {
    if (absent(v)) return {}
    if (!isObject(v)) throw new WireFault(path, 'an object')
    return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, item(x, `${path}.${k}`)]))
  }

export const object =
  <T extends object>(shape: { [K in keyof T]-?: Decoder<T[K]> }): Decoder<T> =>
  (v, path) => {
    const o = absent(v) ? {} : v
    if (!isObject(o)) throw new WireFault(path, 'an object')
    const out: Partial<T> = {}
    for (const key in shape) out[key] = shape[key](o[key], `${path}.${key}`)
    return out as T
  }

/** Null or undefined where the wire has nothing. */
export const maybe =
  <T>(d: Decoder<T>): Decoder<T | null> =>
  (v, path) =>
    absent(v) ? null : d(v, path)

/** A list that stands alone or under one of the given names. */
export const listIn =
  <T>(names: string[], item: Decoder<T>): Decoder<T[]> =>
  (v, path) => {
    if (isObject(v)) {
      const name = names.find((n) => n in v)
      if (name) return list(item)(v[name], `${path}.${name}`)
    }
    return list(item)(v, path)
  }

/** Any JSON. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

export const json: Decoder<Json> = (v) => (v === undefined ? null : (v as Json))

export const nothing: Decoder<null> = () => null

/** A value that is text; "" for anything else. */
export function textOf(v: Json | undefined): string {
  return typeof v === 'string' ? v : ''
}
