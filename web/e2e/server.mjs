// A server of a test's own, that is stopped, restored and started again on one port.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = process.env.BAMBAN ?? new URL('../../bin/bamban', import.meta.url).pathname

function freePort() {
  return new Promise((done) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address()
      s.close(() => done(port))
    })
  })
}

export class Server {
  /** A demonstration of so many households. */
  static async demo(households) {
    const s = new Server()
    s.folder = mkdtempSync(join(tmpdir(), 'bamban-server-'))
    s.data = join(s.folder, 'data')
    s.port = await freePort()
    s.base = `http://127.0.0.1:${s.port}`
    await s.start('--households', String(households))
    return s
  }

  /** A server over a folder that another build made. */
  static async of(data) {
    const s = new Server()
    s.folder = s.data = data
    s.port = await freePort()
    s.base = `http://127.0.0.1:${s.port}`
    await s.start()
    return s
  }

  start(...more) {
    this.child = spawn(program, ['demo', '--data', this.data, '--addr', `127.0.0.1:${this.port}`, ...more], { stdio: ['ignore', 'pipe', 'inherit'] })
    return new Promise((ready, failed) => {
      let said = ''
      this.child.stdout.on('data', (b) => {
        said += b
        if (/Open {2}http/.test(said)) ready()
      })
      this.child.on('exit', (code) => failed(new Error(`the server ended with ${code}: ${said}`)))
    })
  }

  /** A copy of the shipped pack, which the server is started with from then on: `start('--pack', …)`. */
  packCopy() {
    const copy = join(this.folder, 'pack')
    cpSync(new URL('../../packs/lai-chau', import.meta.url).pathname, copy, { recursive: true })
    return copy
  }

  async stop() {
    const gone = new Promise((done) => this.child.on('exit', done))
    this.child.kill('SIGTERM')
    await gone
  }

  backup(name) {
    execFileSync(program, ['backup', '--data', this.data, join(this.folder, name)], { stdio: 'ignore' })
  }

  /** Puts a backup in the place of what there is; the server must be stopped. */
  restore(name) {
    const kept = join(this.folder, 'demo.json')
    cpSync(join(this.data, 'demo.json'), kept, { force: true })
    rmSync(this.data, { recursive: true })
    execFileSync(program, ['restore', '--data', this.data, join(this.folder, name)], { stdio: 'ignore' })
    cpSync(kept, join(this.data, 'demo.json'))
  }

  async close() {
    await this.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
