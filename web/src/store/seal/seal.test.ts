import { beforeEach, describe, expect, it } from 'vitest'
import { freeTries, Keyring, maxTries, waitAfter, type KeyringStore, type Locked } from './keyring'
import { weakness } from './pin'
import { Damaged, Sealed } from './sealed'

const cheap = { memory: 64, passes: 1 }
const year = 365 * 86_400_000
let disk: Locked | null = null
let now = 0
const store: KeyringStore = {
  load: () => Promise.resolve(structuredClone(disk)),
  save: (l) => {
    disk = structuredClone(l)
    return Promise.resolve()
  },
}
const ring = (): Keyring => new Keyring(store, () => now, cheap)

/** Whether two keys are one: what one sealed the other opens. */
async function same(a: CryptoKey, b: CryptoKey): Promise<boolean> {
  return (await new Sealed(b, 'x').unpack(await new Sealed(a, 'x').pack('chữ'))) === 'chữ'
}

beforeEach(() => {
  disk = null
  now = Date.UTC(2026, 10, 24)
})

describe('a PIN', () => {
  it('that others would try first is named for what it is', () => {
    const weak = { '0000': 'short', '000000': 'same', '123456': 'row', '987654': 'row', '482482': 'same', '121212': 'year', '010190': 'year', '199012': 'year', '12a456': 'digits' }
    for (const [pin, why] of Object.entries(weak)) expect(weakness(pin), pin).toBe(why)
    expect(weakness('739106')).toBeNull()
  })
  it('opens what it closed, after a restart, and another does not', async () => {
    const { key } = await ring().create('739106', now + year)
    expect(await ring().open('739107')).toEqual({ state: 'wrong', left: maxTries - 1 })
    const again = await ring().open('739106')
    expect(again.state === 'open' && (await same(key, again.key))).toBe(true)
    expect(disk?.wrong).toBe(0)
  })
  it('that is wrong too often has to wait, longer each time, also when the clock is set back', async () => {
    await ring().create('739106', now + year)
    for (let i = 0; i <= freeTries; i++) await ring().open('1')
    const first = await ring().open('739106')
    expect(first).toEqual({ state: 'wait', until: now + waitAfter(freeTries + 1) })
    now -= 3 * year
    expect(await ring().open('739106')).toEqual({ state: 'wait', until: now + waitAfter(freeTries + 1) })
    now += 3 * year + waitAfter(freeTries + 1)
    expect((await ring().open('739106')).state).toBe('open')
    expect(waitAfter(20)).toBe(3_600_000)
  })
  it('that is wrong ten times closes the phone, right or not from then on', async () => {
    await ring().create('739106', now + year)
    for (let i = 0; i < maxTries; i++) {
      await ring().open('000001')
      now += 3_600_001
    }
    expect(await ring().open('739106')).toEqual({ state: 'locked' })
  })
  it('costs its try before the answer: an app killed in between has not tried for nothing', async () => {
    await ring().create('739106', now + year)
    const saves: number[] = []
    const counting = new Keyring({ load: () => store.load(), save: (l) => (saves.push(l.wrong), store.save(l)) }, () => now, cheap)
    await counting.open('000001')
    expect(saves).toEqual([1])
  })
  it('does not open a phone whose lease has ended until the server has been met', async () => {
    await ring().create('739106', now + 1000)
    now += 2000
    expect((await ring().open('739106')).state).toBe('expired')
    await ring().renew(now + year)
    expect((await ring().open('739106')).state).toBe('open')
  })
  it('can be changed by who knows it; the old one then opens nothing', async () => {
    const { key } = await ring().create('739106', now + year)
    expect(await ring().changePin('1', '555123')).toBe(false)
    expect(await ring().changePin('739106', '604831')).toBe(true)
    expect((await ring().open('739106')).state).toBe('wrong')
    const opened = await ring().open('604831')
    expect(opened.state === 'open' && (await same(key, opened.key))).toBe(true)
  })
})

describe('a passkey', () => {
  it('opens the same key by its PRF, and another PRF does not', async () => {
    const { key } = await ring().create('739106', now + year)
    const prf = new Uint8Array(32).fill(7).buffer
    expect(await ring().addPasskey('739106', 'mine', prf)).toBe(true)
    const opened = await ring().openByPasskey('mine', prf)
    expect(opened.state === 'open' && (await same(key, opened.key))).toBe(true)
    expect((await ring().openByPasskey('mine', new Uint8Array(32).buffer)).state).toBe('wrong')
    expect((await ring().openByPasskey('other', prf)).state).toBe('none')
  })
})

/** A half that must be there. */
function given(half: Uint8Array<ArrayBuffer> | null | undefined): Uint8Array<ArrayBuffer> {
  if (!half) throw new Error('no half was made')
  return half.slice()
}

describe('the server’s half', () => {
  it('opens a closed phone under a new PIN; the old PIN and the old half then open nothing', async () => {
    const { key, half } = await ring().create('739106', now + 1000)
    const first = given(half)
    await ring().escrowed()
    for (let i = 0; i < maxTries; i++) {
      await ring().open('000001')
      now += 3_600_001
    }
    const back = await ring().reopen(first, '604831', now + year)
    expect(back.state === 'open' && (await same(key, back.key))).toBe(true)
    expect((await ring().open('739106')).state).toBe('wrong')
    expect((await ring().open('604831')).state).toBe('open')
    // Until the server has the new half, the one that it holds must go on opening.
    expect((await ring().reopen(first, '604831', now + year)).state).toBe('open')
    await ring().escrowed()
    expect((await ring().reopen(first, '604831', now + year)).state).toBe('none')
  })
  it('that is another one opens nothing and leaves the PIN as it was', async () => {
    await ring().create('739106', now + year)
    expect((await ring().reopen(new Uint8Array(32), '604831', now + year)).state).toBe('none')
    expect((await ring().open('739106')).state).toBe('open')
  })
  it('is made for a phone of before there were halves, when it opens', async () => {
    await ring().create('739106', now + year)
    if (disk) disk.wraps = disk.wraps.filter((w) => w.by !== 'station')
    const opened = await ring().open('739106')
    const half = given(opened.state === 'open' ? opened.half : null)
    expect((await ring().reopen(half, '604831', now + year)).state).toBe('open')
  })
  it('is all that opens a phone that sealed itself', async () => {
    const { key, half } = await ring().create('739106', now + year)
    const kept = given(half)
    await ring().seal()
    expect((await ring().open('739106')).state).toBe('none')
    const back = await ring().reopen(kept, '739106', now + year)
    expect(back.state === 'open' && (await same(key, back.key))).toBe(true)
  })
})

describe('what is sealed', () => {
  it('says nothing of what is in it and comes back whole', async () => {
    const sealed = new Sealed((await ring().create('739106', now + year)).key, 'journal')
    const text = JSON.stringify({ name: 'Lò Thị Ứng', note: 'x'.repeat(5000) })
    const piece = await sealed.pack(text)
    expect(new TextDecoder('latin1').decode(piece)).not.toContain('Th')
    expect(piece.length).toBeLessThan(300)
    expect(await sealed.unpack(piece)).toBe(text)
    expect(await sealed.pack(text)).not.toEqual(await sealed.pack(text))
  })
  it('does not open when a bit of it was changed, with another key, or in another place', async () => {
    const { key } = await ring().create('739106', now + year)
    const piece = await new Sealed(key, 'journal').pack('một hai ba')
    for (const i of [0, 1, 13, piece.length - 1]) {
      const bad = piece.slice()
      bad[i] = (bad[i] ?? 0) ^ 1
      await expect(new Sealed(key, 'journal').unpack(bad)).rejects.toThrow(Damaged)
    }
    await expect(new Sealed(key, 'photos').unpack(piece)).rejects.toThrow(Damaged)
    await expect(new Sealed((await ring().create('1', now)).key, 'journal').unpack(piece)).rejects.toThrow(Damaged)
  })
  it('is noise once the key is thrown away', async () => {
    await ring().create('739106', now + year)
    await ring().destroy()
    expect((await ring().open('739106')).state).toBe('none')
    expect(JSON.stringify(disk)).not.toMatch(/[A-Za-z0-9+/]{40}/)
  })
})
