/**
 * What the officer of this phone may record, and where: the pack's roles over the
 * grants and assignments that the phone holds. The server has the last word
 * (internal/access); this is for what a screen offers.
 */
import type { May, Unit } from '../../core/api/types'
import { pathOf, type AreaIndex } from '../../core/areas'
import { list, object, str, textOf } from '../../core/decode'
import type { Kind } from '../../core/gen/kinds'
import type { Row } from './messages'

interface Rule {
  kinds: string[]
  verbs: string[]
  reach: string
  sees: string[]
}

const roles = list(object<{ code: string; home: string; rules: Rule[] }>({ code: str, home: str, rules: list(object<Rule>({ kinds: list(str), verbs: list(str), reach: str, sees: list(str) })) }))

/** Where something is, as far as rights ask. */
export interface At {
  area: string
  household: string
}

export interface World {
  user: string
  today: string
  grants: Row[]
  assignments: Row[]
  areas: AreaIndex
  units: Map<string, Unit>
}

interface Bound {
  rule: Rule
  unit: string
  area: string
}

const inForce = (r: Row, day: string): boolean => (!r.v.from || textOf(r.v.from) <= day) && (!r.v.to || day <= textOf(r.v.to))

export class Rights {
  private readonly bound: Bound[]
  private readonly homes: string[]
  private readonly codes: string[]
  private readonly tops: string[]
  private readonly households: Set<string>
  private readonly villages: Set<string>

  constructor(
    private readonly w: World,
    packRoles: unknown,
  ) {
    const known = roles(packRoles, 'roles')
    const mine = (r: Row): boolean => textOf(r.v.user) === w.user && inForce(r, w.today)
    this.bound = w.grants.filter(mine).flatMap((g) => (known.find((r) => r.code === g.v.role)?.rules ?? []).map((rule) => ({ rule, unit: textOf(g.v.unit), area: textOf(g.v.area) })))
    this.codes = w.grants.filter(mine).map((g) => textOf(g.v.role))
    this.homes = w.grants.filter(mine).map((g) => known.find((r) => r.code === g.v.role)?.home ?? '')
    const assigned = w.assignments.filter(mine)
    this.households = new Set(assigned.map((a) => textOf(a.v.household)).filter(Boolean))
    this.tops = [...new Set([...w.grants.filter(mine), ...assigned].map((r) => textOf(r.v.area)).filter(Boolean))]
    this.villages = new Set(assigned.filter((a) => !a.v.household).map((a) => textOf(a.v.area)).filter(Boolean))
  }

  /** The roles that the user holds today. */
  roles(): string[] {
    return this.codes
  }

  /** Whether every role that the user has opens the phone with four large pictures. */
  simpleHome(): boolean {
    return this.homes.length > 0 && this.homes.every((h) => h === 'simple')
  }

  /** The areas that the user's grants and assignments name, each once. */
  areas(): string[] {
    return this.tops
  }

  /** Whether something of a kind may be done at a place. */
  can(verb: string, kind: string, at: At): boolean {
    return this.bound.some((b) => opens(b.rule, verb, kind) && this.covers(b, at))
  }

  /** What may be done with a kind somewhere. */
  may(kind: Kind): May {
    const rules = this.bound.map((b) => b.rule)
    const some = (verb: string): boolean => rules.some((r) => opens(r, verb, kind.name))
    return {
      read: some('read'),
      create: some('create'),
      update: some('update'),
      delete: some('delete'),
      export: some('export'),
      sees: [...new Set(rules.filter((r) => opens(r, 'read', kind.name)).flatMap((r) => r.sees))],
    }
  }

  private covers(b: Bound, at: At): boolean {
    switch (b.rule.reach) {
      case 'everywhere':
      case 'own': // what is written here is the officer's own
        return true
      case 'unit':
        return this.under(at.area, this.areasOf(b.unit))
      case 'area':
        return this.under(at.area, new Set([b.area]))
      case 'post':
      case 'above': // what is of a unit has no place
        return true
      case 'assigned':
        return this.households.has(at.household) || this.under(at.area, this.villages)
      default:
        return false
    }
  }

  private under(area: string, tops: ReadonlySet<string>): boolean {
    return pathOf(this.w.areas, area).some((a) => tops.has(a.id))
  }

  /** What a unit and those below it care for today. */
  private areasOf(unit: string): Set<string> {
    const { units, today } = this.w
    const below = (id: string): boolean => {
      for (let u = units.get(id), n = 0; u && n < 8; u = units.get(u.parent), n++) if (u.id === unit) return true
      return false
    }
    const out = new Set<string>()
    for (const u of units.values()) if (below(u.id)) for (const a of u.areas) if ((!a.from || a.from <= today) && (!a.to || today <= a.to)) out.add(a.area)
    return out
  }
}

function opens(r: Rule, verb: string, kind: string): boolean {
  return r.verbs.includes(verb) && (r.kinds.includes(kind) || r.kinds.includes('*'))
}
