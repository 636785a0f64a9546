// A link between a phone and the server, as it is in the field: slow, far, lossy,
// cut, or a portal that answers for everybody. It is a TCP proxy of its own, so the
// page and its workers all go through it.
import { createServer, connect } from 'node:net'

/**
 * Bytes a second down and up, and the time there and back, of browsers' own
 * presets (DevTools' "GPRS", "Regular 2G", "Regular 3G", "Regular 4G"); 256k is the
 * link of the budgets. Of every hundred pieces, so many are lost: TCP sends them
 * again, which is felt as a wait.
 */
export const presets = {
  gprs: { down: 6_250, up: 2_500, roundTrip: 500 },
  '2g': { down: 31_250, up: 6_250, roundTrip: 300 },
  '256k': { down: 32_000, up: 32_000, roundTrip: 300 },
  '3g': { down: 93_750, up: 31_250, roundTrip: 100 },
  '4g': { down: 500_000, up: 375_000, roundTrip: 20 },
  loss: { down: 93_750, up: 31_250, roundTrip: 100, lost: 5 },
  free: { down: Infinity, up: Infinity, roundTrip: 0 },
}

const portalPage = '<!doctype html><title>Wi-Fi</title><h1>Xin chào quý khách</h1>'
const again = 1000 // ms until a lost piece is sent again
const piece = 1400 // bytes that travel together

/** One direction: each piece leaves when the one before has, and arrives later. */
class Lane {
  #free = 0
  constructor(link, way) {
    this.link = link
    this.way = way
  }

  /** When a piece that is sent now arrives. */
  arrival(bytes) {
    const { preset } = this.link
    const now = performance.now()
    this.#free = Math.max(this.#free, now) + (bytes / preset[this.way]) * 1000
    if (preset.lost && this.link.random() * 100 < preset.lost) this.#free += again
    return this.#free + preset.roundTrip / 2
  }
}

export class Link {
  preset = presets.free
  down = 0 // bytes that went to the phone
  up = 0
  #sockets = new Set()
  #state = 'open'
  #cutAfter = Infinity
  #seed = 1

  /** Stands before a server, on a port of its own. */
  static async before(server) {
    const l = new Link()
    l.target = new URL(server)
    l.lanes = { down: new Lane(l, 'down'), up: new Lane(l, 'up') }
    l.server = createServer((phone) => l.#accept(phone))
    await new Promise((done) => l.server.listen(0, '127.0.0.1', done))
    l.base = `http://127.0.0.1:${l.server.address().port}`
    return l
  }

  use(name) {
    if (!presets[name]) throw new Error(`no link ${name}`)
    this.preset = presets[name]
    return this
  }

  /** "open", "down" (nothing answers) or "portal" (something else does). What is under way breaks. */
  set(state) {
    this.#state = state
    this.#break()
    return this
  }

  /** Breaks everything once so many more bytes have gone down, and lets nothing through until the state is set. */
  cutAfter(bytes) {
    this.#cutAfter = this.down + bytes
  }

  count() {
    const was = { down: this.down, up: this.up }
    return () => ({ down: this.down - was.down, up: this.up - was.up })
  }

  async close() {
    this.#break()
    await new Promise((done) => this.server.close(done))
  }

  /** The same numbers each time. */
  random() {
    this.#seed = (this.#seed * 48271) % 0x7fffffff
    return this.#seed / 0x7fffffff
  }

  #break() {
    for (const s of this.#sockets) s.destroy()
    this.#sockets.clear()
  }

  #accept(phone) {
    this.#keep(phone)
    if (this.#state === 'down') return phone.destroy()
    if (this.#state === 'portal') return this.#portal(phone)
    const server = this.#keep(connect(Number(this.target.port), this.target.hostname))
    setTimeout(() => {
      this.#carry(phone, server, 'up')
      this.#carry(server, phone, 'down')
    }, this.preset.roundTrip) // the handshake
  }

  #portal(phone) {
    phone.once('data', () => phone.end(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${Buffer.byteLength(portalPage)}\r\nConnection: close\r\n\r\n${portalPage}`))
  }

  #keep(s) {
    this.#sockets.add(s)
    s.setNoDelay(true)
    s.on('error', () => s.destroy())
    s.on('close', () => this.#sockets.delete(s))
    return s
  }

  #carry(from, to, way) {
    let last = 0
    const at = (when, what) => {
      last = Math.max(last, when)
      setTimeout(what, Math.max(last - performance.now(), 0))
    }
    from.on('data', (all) => {
      for (let i = 0; i < all.length; i += piece) {
        const some = all.subarray(i, i + piece)
        at(this.preset.roundTrip === 0 ? 0 : this.lanes[way].arrival(some.length), () => this.#deliver(some, to, way))
      }
      if (to.writableLength > 1 << 20) {
        from.pause()
        to.once('drain', () => from.resume())
      }
    })
    from.on('end', () => at(last, () => to.end()))
    from.on('close', () => at(last, () => to.destroy()))
  }

  #deliver(some, to, way) {
    if (to.destroyed) return
    this[way] += some.length
    to.write(some)
    if (this.down >= this.#cutAfter) {
      this.#cutAfter = Infinity
      this.set('down')
    }
  }
}
