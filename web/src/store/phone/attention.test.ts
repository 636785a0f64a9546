import { describe, expect, it } from 'vitest'
import { kinds } from '../../core/gen/kinds'
import { Replica } from '../replica/replica'
import { attentionOf } from './attention'
import { contentOf } from '../../core/change/change'
import type { Cell } from '../../core/change/state'

const tag = 'AAAAAAAAAAB'
const other = 'AAAAAAAAAAC'
const user = '-P7Bt5xFIjr3GfEh1bpnYF'
const home = '-P7Bt5xFiPHM18z1vRMK5-'
const time = '-P7Bt5xFIjr'

function holding(cells: Record<string, Cell>): Replica {
  const r = new Replica(tag, user, kinds)
  r.step({ t: 'records', before: false, records: [[home, 'household', { a: { origin: time + other, cells, refused: [] } }]] })
  return r
}

const head = (v: string, device: string): Cell['h'][number] => ({ t: time + device, u: user, v })

describe('what a person must look at', () => {
  it('is a field with two values, until somebody has chosen, here or elsewhere', () => {
    const r = holding({ phone: { h: [head('0911', tag), head('0922', other)], a: {}, s: [] } })
    expect(attentionOf(r, [])).toMatchObject([{ what: 'conflict', field: 'phone', household: home, writings: [{ value: '0911', here: true }, { value: '0922', here: false }] }])
    r.step({ t: 'own', c: contentOf({ device: tag, user, op: 'set', kind: 'household', kindV: 1, record: home, n: 1, time: '-P7Bt5xFIjs', salt: 'AAAAAAAAAAAAAAAAAAAAAA', fields: { phone: '0922' }, seen: { phone: [time + tag, time + other] }, versed: {} }) })
    expect(attentionOf(r, [])).toEqual([])
  })

  it('is not one value that two wrote', () => {
    expect(attentionOf(holding({ phone: { h: [head('0911', tag), head('0911', other)], a: {}, s: [] } }), [])).toEqual([])
  })

  it('is what the server held back, until it takes effect or is put away', () => {
    const r = holding({ phone: { h: [head('0900', other)], a: {}, s: [] } })
    const mine = { device: tag, user, op: 'set' as const, kind: 'household', kindV: 1, record: home, n: 1, time: '-P7Bt5xFIjs', salt: 'AAAAAAAAAAAAAAAAAAAAAA', fields: { phone: '0911' }, seen: {}, versed: {} }
    r.step({ t: 'own', c: contentOf(mine) })
    r.step({ t: 'acked', n: 1, answers: [{ n: 1, status: 'quarantined', code: 'scope.outside', field: 'area', text: { vi: 'Ngoài địa bàn.' }, conflicts: [], refused: [] }] })
    expect(attentionOf(r, [])).toMatchObject([{ what: 'held', status: 'quarantined', fields: { phone: '0911' }, text: { vi: 'Ngoài địa bàn.' } }])
    expect(attentionOf(r, [1])).toEqual([])
    r.step({ t: 'records', before: false, records: [[home, 'household', { a: { origin: time + other, cells: { phone: { h: [{ t: `-P7Bt5xFIjs${tag}`, u: user, v: '0911' }], a: {}, s: [] } }, refused: [] } }]] })
    expect(attentionOf(r, [])).toEqual([])
  })
})
