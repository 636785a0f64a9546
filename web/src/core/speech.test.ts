import { describe, expect, it } from 'vitest'
import type { Json } from './decode'
import type { Declaration, Question } from './form/types'
import { ahead, fileFor, spokenTexts, stillComing, textsOf } from './speech'

const rec = (id: string, of: string, language: string, digest: string, more: Record<string, Json> = {}): { id: string; v: Record<string, Json> } => ({ id, v: { of, language, digest, status: 'in_use', size: 10, ...more } })

const question = (name: string, more: Partial<Question> = {}): Question => ({ name, type: 'text', label: { vi: name }, help: {}, audio: {}, image: '', required: false, when: '', check: '', message: {}, value: '', min: null, max: null, unit: '', vocabulary: '', choices: [], filter: '', questions: [], ...more })

const form = (...questions: Question[]): Declaration => ({ id: 'f', version: 1, kind: 'visit', title: { vi: 'Thăm' }, questions })

describe('spoken texts', () => {
  it('are the newest in use; one that was withdrawn gives way to the one before, and an office comes before the pack', () => {
    const pack = [{ of: 'form:f/a', language: 'thai', file: 'media/a.ogg' }, { of: 'form:f/b', language: 'thai', file: 'media/b.ogg' }]
    const all = [rec('2', 'form:f/a', 'thai', 'new'), rec('1', 'form:f/a', 'thai', 'old'), rec('3', 'form:f/a', 'hmong', 'gone', { status: 'withdrawn' }), rec('0', 'form:f/a', 'hmong', 'before')]
    const spoken = spokenTexts(all, pack)
    expect(spoken.get('form:f/a')).toEqual({ thai: 'sha256:new', hmong: 'sha256:before' })
    expect(spoken.get('form:f/b')).toEqual({ thai: 'media/b.ogg' })
  })
  it('that a phone recorded are heard when their sound has come, and until then the one before', () => {
    const all = [rec('1', 'form:f/a', 'thai', 'old'), rec('2', 'form:f/a', 'thai', '', { sum: 'new' }), rec('3', 'form:f/b', 'thai', '', { sum: 'x', status: 'withdrawn' })]
    expect(spokenTexts(all, []).get('form:f/a')).toEqual({ thai: 'sha256:old' })
    expect(stillComing(all).map((r) => r.id)).toEqual(['2'])
    expect(ahead(all, [], [], '').map((f) => f.file)).toEqual(['sha256:old'])
  })
  it('are played in the chosen language, else in that of the screen, else in any', () => {
    const audio = { hmong: 'h', vietnamese: 'v', thai: 't' }
    expect(fileFor(audio, 'thai', 'vi')).toBe('t')
    expect(fileFor(audio, '', 'vi')).toBe('v')
    expect(fileFor({ hmong: 'h' }, 'thai', 'vi')).toBe('h')
    expect(fileFor({}, 'thai', 'vi')).toBeUndefined()
  })
})

describe('what is fetched ahead', () => {
  it('has the chosen language and pictures first, then the smallest, each file once', () => {
    const got = ahead(
      [rec('1', 'x', 'thai', 'big', { size: 900 }), rec('2', 'y', 'thai', 'small', { size: 5 }), rec('3', 'z', 'hmong', 'mine', { size: 700 })],
      [],
      [form(question('q', { image: 'media/q.png', audio: { vi: 'media/q.ogg' } }), question('r', { image: 'media/q.png' }))],
      'hmong',
    )
    expect(got.map((f) => f.file)).toEqual(['media/q.png', 'sha256:mine', 'media/q.ogg', 'sha256:small', 'sha256:big'])
  })
})

describe('texts of a form', () => {
  it('are its title, its questions and their choices, also inside groups; what is calculated unseen is none', () => {
    const choice = { code: 'y', label: { vi: 'Có' }, audio: {}, image: '', data: {}, from: '', to: '' }
    const d = form(question('a', { type: 'one', choices: [choice] }), question('g', { type: 'group', questions: [question('b')] }), question('sum', { label: {} }))
    expect(textsOf(d).map((x) => x.of)).toEqual(['form:f', 'form:f/a', 'choice:f/a/y', 'form:f/g', 'form:f/b'])
  })
})
