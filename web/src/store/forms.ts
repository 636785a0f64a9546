import { declaration, type Declaration, type Texts } from '../core/form/types'
import { bool, dict, list, num, object, str } from '../core/decode'
import { get } from './client'

/** One version of a form, as the list shows it. */
export interface FormLine {
  id: string
  version: number
  kind: string
  title: Texts
  questions: number
  latest: boolean
}

const lines = object<{ forms: FormLine[] }>({
  forms: list(object<FormLine>({ id: str, version: num, kind: str, title: dict(str), questions: num, latest: bool })),
})

export async function listForms(signal?: AbortSignal): Promise<FormLine[]> {
  return (await get('/forms', lines, signal)).forms
}

export function getForm(id: string, version: number, signal?: AbortSignal): Promise<Declaration> {
  return get(`/forms/${encodeURIComponent(id)}/${version}`, declaration, signal)
}
