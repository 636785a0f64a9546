import { describe, expect, it } from 'vitest'
import { Drafts } from './drafts'
import type { Draft } from './recording'

const draft = (record: string, body: string): Draft => ({ record, kind: 'note', about: 'home', corrects: '', at: 1, body, files: [] })

/** A disk that is slow: what is put lands when it is told to. */
function slow(): { d: Drafts; disk: Map<string, unknown>; land: () => Promise<void> } {
  const disk = new Map<string, unknown>()
  const waiting: (() => void)[] = []
  const d = new Drafts({
    put: (name, v) =>
      new Promise<void>((done) => {
        waiting.push(() => {
          disk.set(name, v)
          done()
        })
      }),
    remove: (names) => {
      for (const n of names) disk.delete(n)
      return Promise.resolve()
    },
    close: () => undefined,
  })
  const land = async (): Promise<void> => {
    for (const w of waiting.splice(0)) w()
    await new Promise((done) => setTimeout(done, 0))
  }
  return { d, disk, land }
}

describe('a draft that is done', () => {
  it('is not there again because its page spoke of it a moment later: the next record would be written over the saved one', async () => {
    const { d, disk, land } = slow()
    const kept = d.keep(draft('a', 'one'))
    await land()
    await kept
    expect(d.find('note', 'home', '')?.body).toBe('one')
    await d.done('a')
    await d.keep(draft('a', 'one, late'))
    expect([d.find('note', 'home', ''), disk.size]).toEqual([null, 0])
    void d.keep(draft('b', 'two'))
    expect(d.find('note', 'home', '')?.record).toBe('b')
  })
  it('is not on the disk either where it was still being kept', async () => {
    const { d, disk, land } = slow()
    void d.keep(draft('a', 'one'))
    await d.done('a')
    await land()
    expect([d.list(), disk.size]).toEqual([[], 0])
  })
  it('that was only dropped comes back by an undo', async () => {
    const { d, land } = slow()
    void d.keep(draft('a', 'one'))
    await d.drop('a')
    void d.keep(draft('a', 'one'))
    await land()
    expect(d.find('note', 'home', '')?.body).toBe('one')
  })
})
