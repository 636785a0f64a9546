import { onMap } from '../../core/areas'
import { toWorld } from '../../core/map/mercator'
import { today } from '../../store/clock'
import { book } from '../../store/session'
import type { PlaceName } from './ground'

/** The names of today's areas that have a point, those at the border first. */
export function placeNames(): PlaceName[] {
  return [...book().areas.byId.values()]
    .filter((a) => a.point && a.level !== 'province' && onMap(a, today()))
    .sort((a, b) => Number(b.border) - Number(a.border))
    .map((a) => {
      const [x, y] = toWorld(a.point?.lon ?? 0, a.point?.lat ?? 0)
      return { x, y, text: a.name, approx: a.approx }
    })
}
