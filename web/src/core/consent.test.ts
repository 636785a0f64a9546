import { describe, expect, it } from 'vitest'
import { asksFor, missing, proofsOf, type ConsentDraft } from './consent'

const whole: ConsentDraft = { purpose: 'photo', form: 'voice_recorded', language: 'hmong', partner: '', guardian: '', assent: false, note: '', proof: 'd' }
const adult = { guardian: false, assent: false }

describe('who is asked', () => {
  it('is the guardian of a child, and the child too from an age on', () => {
    expect(asksFor('2000-05-01', '2026-03-03', 16, 7)).toEqual(adult)
    expect(asksFor('2015-05-01', '2026-03-03', 16, 7)).toEqual({ guardian: true, assent: true })
    expect(asksFor('2022', '2026-03-03', 16, 7)).toEqual({ guardian: true, assent: false })
    expect(asksFor('', '2026-03-03', 16, 7)).toEqual(adult)
  })
  it('counts what is not known of a birth date for the child', () => {
    expect(asksFor('2010', '2026-03-03', 16, 7).guardian).toBe(true)
    expect(asksFor('2019', '2026-03-03', 16, 7).assent).toBe(true)
    expect(asksFor('2010-03', '2026-03-03', 16, 7).guardian).toBe(true)
  })
})

describe('a consent', () => {
  it('is whole with its purpose, form, language and proof', () => {
    expect(missing(whole, adult)).toEqual([])
  })
  it('lacks what it lacks, by name', () => {
    expect(missing({ ...whole, proof: '' }, adult)).toEqual(['evidence'])
    expect(missing({ ...whole, form: 'spoken_witnessed', proof: '' }, adult)).toEqual(['witness'])
    expect(missing({ ...whole, purpose: 'share_partner' }, adult)).toEqual(['partner'])
    expect(missing({ ...whole, purpose: 'share_partner', partner: 'u' }, adult)).toEqual([])
    expect(missing({ ...whole, language: '', purpose: '', form: '' }, adult)).toEqual(['purpose', 'form', 'language'])
    expect(missing(whole, { guardian: true, assent: true })).toEqual(['guardian', 'assent'])
    expect(missing({ ...whole, guardian: 'g', assent: true }, { guardian: true, assent: true })).toEqual([])
  })
  it('is proved by what its form says, and by anything where the form is new', () => {
    expect(proofsOf('voice_recorded')).toEqual(['voice'])
    expect(proofsOf('some_later_form')).toContain('photo')
  })
})
