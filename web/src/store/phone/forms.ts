/** The forms of the packs that this phone holds: today's, and those that older answers were given by. */
import { declaration, type Declaration } from '../../core/form/types'
import { list, textOf } from '../../core/decode'
import { ask } from './client'

/** By pack edition: a pack's body is large and never changes. */
const read = new Map<string, Declaration[]>()

async function editions(): Promise<Declaration[][]> {
  const packs = (await ask('list', 'pack')).sort((a, b) => Number(b.v.published ?? 0) - Number(a.v.published ?? 0))
  return packs.map((p) => {
    let forms = read.get(p.id)
    if (!forms) {
      const body = JSON.parse(textOf(p.v.body)) as { Forms?: unknown }
      forms = list(declaration)(body.Forms, 'pack.forms')
      read.set(p.id, forms)
    }
    return forms
  })
}

/** The forms of the pack in force for a kind, each in its newest version. */
export async function formsFor(kind: string): Promise<Declaration[]> {
  const newest = new Map<string, Declaration>()
  for (const f of (await editions())[0] ?? []) if (f.kind === kind && f.version > (newest.get(f.id)?.version ?? 0)) newest.set(f.id, f)
  return [...newest.values()]
}

/** One version of a form, wherever the phone has it; null where it has not. */
export async function formOf(id: string, version: number): Promise<Declaration | null> {
  for (const forms of await editions()) {
    const found = forms.find((f) => f.id === id && f.version === version)
    if (found) return found
  }
  return null
}
