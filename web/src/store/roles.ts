import { book } from './session'
import { l } from './words'

export interface RoleChoice {
  code: string
  label: string
  help: string
}

/** The roles that I may give to others. */
export function grantable(): RoleChoice[] {
  const { pack, me } = book()
  const mine = new Set(me.roles.map((r) => r.code))
  const may = new Set(pack.roles.filter((r) => mine.has(r.code)).flatMap((r) => r.grants))
  // A server that does not tell who may grant what decides by itself.
  const told = pack.roles.some((r) => r.grants.length > 0)
  return pack.roles.filter((r) => (told ? may.has(r.code) : true)).map((r) => ({ code: r.code, label: l(r.label), help: l(r.help) }))
}

/** A role's name; its code where the pack has none of it. */
export function roleName(code: string): string {
  const role = book().pack.roles.find((r) => r.code === code)
  return role ? l(role.label) : code
}
