import { rhythms, type Rhythm } from '../../core/care'
import { textOf } from '../../core/decode'
import { lowerKeys } from './body'
import type { Row } from './messages'

/** How soon households are visited again by the newest pack on the phone; read anew when there is a newer one. */
export class PackRhythm {
  private at = ''
  private rules: Rhythm[] = []

  of(packs: Row[]): Rhythm[] {
    const newest = [...packs].sort((x, y) => Number(y.v.published ?? 0) - Number(x.v.published ?? 0))[0]
    if (newest && newest.id !== this.at) {
      const body = lowerKeys(JSON.parse(textOf(newest.v.body))) as { care?: { rhythm?: unknown } }
      this.rules = rhythms(body.care?.rhythm, 'pack.care.rhythm')
      this.at = newest.id
    }
    return this.rules
  }
}
