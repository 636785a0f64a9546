import { expect, it } from 'vitest'
import { DiskFull } from '../database'
import { MemoryJournal } from '../replica/journal'
import { RoomyJournal } from './ballast'

const piece = new Uint8Array([1, 2, 3])

/** A journal on a disk that is full so many times. */
class Full extends MemoryJournal {
  constructor(private times: number) {
    super()
  }

  override append(pieces: Uint8Array<ArrayBuffer>[]): Promise<void> {
    return this.times-- > 0 ? Promise.reject(new DiskFull()) : super.append(pieces)
  }
}

const none = (): Promise<void> => Promise.resolve()

it('words have the room that is held for them', async () => {
  let dropped = 0
  const j = new RoomyJournal(new Full(3), { drop: () => Promise.resolve(++dropped === 1) }, none)
  await j.append([piece])
  expect(dropped).toBe(1)
  expect(await j.read()).toEqual([piece])
})

it('where there is none to throw off, the writer is told that the disk is full', async () => {
  const j = new RoomyJournal(new Full(1), { drop: () => Promise.resolve(false) }, none)
  await expect(j.append([piece])).rejects.toBeInstanceOf(DiskFull)
  expect(await j.read()).toEqual([])
})

it('a disk that stays full is told of, and not tried for ever', async () => {
  const j = new RoomyJournal(new Full(1000), { drop: () => Promise.resolve(true) }, none)
  await expect(j.append([piece])).rejects.toBeInstanceOf(DiskFull)
})
