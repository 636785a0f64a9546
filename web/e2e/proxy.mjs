// A server before the server, that gives out another build of the phone's app once it
// is told to: its service worker has another version, as after an update.
import { createServer, request } from 'node:http'

export class Proxy {
  newer = false

  static async before(server) {
    const p = new Proxy()
    const { hostname, port } = new URL(server)
    p.server = createServer((from, to) => {
      const headers = { ...from.headers, 'accept-encoding': from.url === '/sw.js' ? 'identity' : (from.headers['accept-encoding'] ?? 'identity') }
      const asked = request({ hostname, port, path: from.url, method: from.method, headers }, (answer) => {
        if (from.url !== '/sw.js') return to.writeHead(answer.statusCode, answer.headers) && answer.pipe(to)
        let text = ''
        answer.setEncoding('utf8').on('data', (s) => (text += s))
        answer.on('end', () => {
          const body = p.newer ? text.replace(/phone-([0-9a-f]{16})/, 'phone-newer-$1') : text
          const { 'content-length': _, etag: __, ...rest } = answer.headers
          to.writeHead(answer.statusCode, { ...rest, 'content-length': Buffer.byteLength(body) }).end(body)
        })
      })
      asked.on('error', () => to.destroy())
      from.pipe(asked)
    })
    await new Promise((done) => p.server.listen(0, '127.0.0.1', done))
    p.base = `http://127.0.0.1:${p.server.address().port}`
    return p
  }

  close() {
    this.server.closeAllConnections()
    return new Promise((done) => this.server.close(done))
  }
}
