import { next, timeAt } from './text64'

/**
 * A clock of hybrid logical times: never backwards, never the same twice, after
 * everything that its replica has seen, whatever the phone's own clock does.
 */
export class Clock {
  /** The latest time given or observed; "" for none. */
  last = ''

  now(ms: number): string {
    const t = timeAt(ms)
    this.last = t > this.last ? t : next(this.last)
    return this.last
  }

  observe(time: string): void {
    if (time > this.last) this.last = time
  }
}
