import { placeName } from '../../core/areas'
import { today } from '../../store/clock'
import { book, inMyCare } from '../../store/session'

/** Today's communes in my care, by name, as the options of a choice. */
export function communes(): { code: string; text: string }[] {
  const day = today()
  return [...book().areas.byId.values()]
    .filter((a) => a.level === 'commune' && (!a.validTo || a.validTo >= day) && inMyCare(a.id))
    .map((a) => ({ code: a.id, text: placeName(book().areas, a.id) }))
    .sort((a, b) => a.text.localeCompare(b.text, 'vi'))
}
