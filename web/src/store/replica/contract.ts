/**
 * What every journal must hold to. The IndexedDB one passes it in a real browser
 * (e2e), the one in memory beside the other unit tests.
 */
import type { Journal } from './journal'

const piece = (...bytes: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes)

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

async function is(j: Journal, wanted: number[][], what: string): Promise<void> {
  const have = (await j.read()).map((p) => [...p])
  check(JSON.stringify(have) === JSON.stringify(wanted), `${what}: ${JSON.stringify(have)}`)
}

/** Runs the contract; reopen gives the same journal as another page would find it. */
export async function journalContract(reopen: () => Promise<Journal>): Promise<void> {
  const j = await reopen()
  await is(j, [], 'a new journal is empty')
  await j.append([piece(1), piece(2, 2)])
  await j.append([piece(3)])
  await is(await reopen(), [[1], [2, 2], [3]], 'pieces come back in order')
  const mine = piece(4)
  await j.append([mine])
  mine[0] = 9
  await is(j, [[1], [2, 2], [3], [4]], 'what the caller does with a piece afterwards is its own business')
  const got = (await j.read())[0]
  if (got) got[0] = 9
  await is(j, [[1], [2, 2], [3], [4]], 'what a reader does with a piece is its own business')
  await j.replace([piece(7), piece(8)])
  await j.append([piece(9)])
  await is(await reopen(), [[7], [8], [9]], 'what is put in the place of all comes before what is appended later')
  await Promise.all([1, 2, 3, 4, 5].map((n) => j.append([piece(n)])))
  await is(await reopen(), [[7], [8], [9], [1], [2], [3], [4], [5]], 'pieces appended at once keep their order')
  await j.replace([])
  await is(await reopen(), [], 'nothing may be in the place of all')
}
