import { computed, signal } from '@preact/signals'
import * as d from '../core/api/decoders'
import type { Kind, Lang, Me, Pack, Unit, Welcome, May } from '../core/api/types'
import { formerDay, indexAreas, pathOf, type AreaIndex } from '../core/areas'
import { nothing } from '../core/decode'
import { asFault, get, send, whenSignedOut, type Fault } from './client'
import { setClock, today } from './clock'
import { lang, speak } from './words'

/** What the whole desk reads: who I am, the declarations, the pack, both maps. */
export interface Book {
  me: Me
  pack: Pack
  kinds: Map<string, Kind>
  areas: AreaIndex
  /** The last day of the former map; "" if there has been one map only. */
  former: string
  units: Map<string, Unit>
}

export type Stage = 'opening' | 'signin' | 'change' | 'open' | 'failed'

export const stage = signal<Stage>('opening')
export const welcome = signal<Welcome | null>(null)
export const me = signal<Me | null>(null)
export const ended = signal(false)
export const failure = signal<Fault | null>(null)
const opened = signal<Book | null>(null)

/** Opens the book of a phone: what it holds, in the place of what the desk asks the server for. */
export function openBook(b: Book): void {
  opened.value = b
}

/** The book of an open desk. */
export function book(): Book {
  if (!opened.value) throw new Error('the desk is not open')
  return opened.value
}

export const demo = computed(() => me.value?.demo ?? opened.value?.me.demo ?? welcome.value?.demo ?? false)

export const noRights: May = { read: false, create: false, update: false, delete: false, export: false, sees: [] }

/** What I may do with records of a kind. */
export function may(kind: string): May {
  return book().me.may[kind] ?? noRights
}

export function hasPower(power: string): boolean {
  return book().me.powers.includes(power)
}

/** The declaration of a kind; undefined if this server has none. */
export function kindOf(name: string): Kind | undefined {
  return book().kinds.get(name)
}

/** Opens the desk for whoever is signed in, else shows the sign-in page. */
export async function start(): Promise<void> {
  whenSignedOut(() => {
    if (stage.value !== 'open') return
    ended.value = true
    me.value = null
    stage.value = 'signin'
  })
  try {
    const [w, m] = await Promise.all([get('/welcome', d.welcome), get('/me', d.me).catch(signedOut)])
    welcome.value = w
    if (m) await enter(m)
    else stage.value = 'signin'
  } catch (e) {
    failure.value = asFault(e)
    stage.value = 'failed'
  }
}

function signedOut(e: unknown): null {
  if (asFault(e).status === 401) return null
  throw e
}

/** Takes a fresh Me: to the password page if it must be changed, else into the desk. */
export async function enter(m: Me): Promise<void> {
  me.value = m
  setClock(m.serverTime)
  if (m.user.language === 'vi' || m.user.language === 'en') await speak(m.user.language)
  if (m.mustChange) {
    stage.value = 'change'
    return
  }
  const [pack, kinds, areas, units] = await Promise.all([
    get('/pack', d.pack),
    get('/kinds', d.kinds),
    get('/areas', d.areas),
    get('/units', d.units),
  ])
  opened.value = {
    me: m,
    pack,
    kinds: new Map(kinds.map((k) => [k.name, k])),
    areas: indexAreas(areas.areas),
    former: formerDay(areas.areas),
    units: new Map(units.units.map((u) => [u.id, u])),
  }
  ended.value = false
  failure.value = null
  stage.value = 'open'
}

export async function signIn(login: string, password: string): Promise<void> {
  await enter(await send('POST', '/session', { login, password }, d.me))
}

export async function signOut(): Promise<void> {
  await send('DELETE', '/session', undefined, nothing)
  // A fresh page forgets everything that was on screen.
  location.assign('/')
}

export async function changePassword(old: string, fresh: string): Promise<void> {
  await send('POST', '/me/password', { old, new: fresh }, nothing)
  if (stage.value === 'change') await enter(await get('/me', d.me))
}

/** Switches the language of the screen, and of my account where I am signed in. */
export async function chooseLang(to: Lang): Promise<void> {
  await speak(to)
  if (!me.value) return
  try {
    await send('PATCH', '/me', { language: to }, nothing)
  } catch (e) {
    asFault(e) // the screen has switched; the account follows next time
  }
}

/** A unit's name in the reader's language, where it has one. */
export function unitName(u: Unit): string {
  return (lang.value === 'en' && u.nameEn) || u.name
}

/**
 * Whether a place is in my care: in an area of my roles, or of my unit today. With
 * neither (the province), every place is.
 */
export function inMyCare(id: string): boolean {
  const { me: m, areas, units } = book()
  const day = today()
  const own = new Set(m.roles.map((r) => r.area).filter(Boolean))
  for (const r of m.roles) for (const x of units.get(r.unit)?.areas ?? []) if ((!x.from || x.from <= day) && (!x.to || day <= x.to)) own.add(x.area)
  return own.size === 0 || pathOf(areas, id).some((a) => own.has(a.id))
}
