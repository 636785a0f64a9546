import { textOf } from '../../core/decode'
import { mayBeOne } from '../../core/twin'
import type { Row } from './messages'

/** The people of this phone: a record that leads to another one here is shown as that one. */
export class People {
  private readonly byId: ReadonlyMap<string, Row>

  constructor(rows: Row[]) {
    this.byId = new Map(rows.map((r) => [r.id, r]))
  }

  /** Those that lists show. One that leads to a record that is not on this phone stays: it is all that is here of them. */
  get listed(): Row[] {
    return [...this.byId.values()].filter((r) => this.of(r.id)?.id === r.id)
  }

  /** The record by which somebody is shown. */
  of(id: string): Row | undefined {
    let at = this.byId.get(id)
    for (;;) {
      const next = at && this.byId.get(textOf(at.v.same_as))
      if (!at || !next || next.id >= at.id) return at // a record leads to an older one only
      at = next
    }
  }

  /** All records of somebody. */
  records(id: string): string[] {
    return [...this.byId.keys()].filter((r) => r === id || this.of(r)?.id === id)
  }

  /** Who of them may be somebody who is about to be written down. */
  like(one: { name: string; born: string }): Row[] {
    return this.listed.filter((r) => mayBeOne(one, { name: textOf(r.v.name), born: textOf(r.v.born) }))
  }
}
