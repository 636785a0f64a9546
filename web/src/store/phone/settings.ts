/** The numbers that the pack on this phone gives, by the day (internal/pack/settings.go). */
import { list, num, object, str } from '../../core/decode'

interface Setting {
  code: string
  values: { value: number; from: string }[]
}

const settings = object<{ list: Setting[] }>({ list: list(object<Setting>({ code: str, values: list(object({ value: num, from: str })) })) })

/** A setting's value on a day; before its first day it has its first value. Null where the pack has no such setting. */
export function settingOf(packSettings: unknown, code: string, day: string): number | null {
  const values = settings(packSettings, 'settings').list.find((s) => s.code === code)?.values ?? []
  const begun = values.filter((v) => v.from <= day)
  return (begun.at(-1) ?? values[0])?.value ?? null
}
