import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { label } from '../../core/areas'
import { inView, placed, type Mark } from '../../core/map/group'
import type { Camera } from '../../core/map/mercator'
import { recordLink } from '../../store/router'
import { book } from '../../store/session'
import type { Size } from './canvas'
import { say } from './texts'

/** Lines of the list at first, and with each further step. */
const atOnce = 60

/** Households by their village, villages by name, as far as so many lines. */
function byVillage(marks: Mark[], areas: Map<string, string>, most: number): { area: string; text: string; n: number; marks: Mark[] }[] {
  const found = new Map<string, Mark[]>()
  for (const m of marks) found.set(areas.get(m.id) ?? '', [...(found.get(areas.get(m.id) ?? '') ?? []), m])
  const name = (id: string): string => {
    const a = book().areas.byId.get(id)
    return a ? label(a) : say('view.nowhere')
  }
  let left = most
  return [...found]
    .map(([area, of]) => ({ area, text: name(area), n: of.length, of }))
    .sort((a, b) => a.text.localeCompare(b.text, 'vi'))
    .flatMap(({ of, ...v }) => {
      const some = of.sort((a, b) => a.name.localeCompare(b.name, 'vi')).slice(0, Math.max(0, left))
      left -= of.length
      return some.length > 0 ? [{ ...v, marks: some }] : []
    })
}

/** The same as the map in words: the households in the frame by village, each a way to its record. */
export function InFrame({ marks, areas, camera, size }: { marks: Mark[]; areas: Map<string, string>; camera: Camera; size: Size }): JSX.Element {
  const [most, setMost] = useState(atOnce)
  const all = useMemo(() => placed(marks), [marks])
  const inFrame = inView(all, camera, size.width, size.height)
  return (
    <section class="inframe" aria-label={say('view.hidden')}>
      <h2 aria-live="polite">{say('view', { n: inFrame.length })}</h2>
      {inFrame.length === 0 && <p class="quiet">{say('view.none')}</p>}
      {byVillage(inFrame, areas, most).map((v) => (
        <section key={v.area}>
          <h3>
            {v.area ? <a href={recordLink('area', v.area)}>{v.text}</a> : v.text} <span class="quiet num">{v.n}</span>
          </h3>
          <ul>
            {v.marks.map((m) => (
              <li key={m.id}>
                <a href={recordLink('household', m.id)}>{m.name}</a>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {inFrame.length > most && (
        <button type="button" class="btn wide" onClick={() => setMost(most + atOnce)}>
          {say('more', { n: inFrame.length - most })}
        </button>
      )}
    </section>
  )
}
