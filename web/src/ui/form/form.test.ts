import { describe, expect, it } from 'vitest'
import { answerAt, withAnswer } from './filling'
import { formTexts } from './texts'

const holes = (s: string): string[] => [...new Set(s.match(/\{\w+\}/g) ?? [])].sort()

describe('the words around forms', () => {
  it('are there in both languages, with the same holes and no exclamation marks', () => {
    const { vi, en } = formTexts
    expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort())
    for (const [key, text] of Object.entries(vi)) {
      expect(holes(en[key as keyof typeof vi]), key).toEqual(holes(text))
      expect(text + en[key as keyof typeof vi], key).not.toMatch(/!|\bsync|\bentit|đồng bộ/i)
    }
  })
})

describe('a draft', () => {
  it('takes answers at any depth and leaves the rest as it was', () => {
    const one = withAnswer({ a: 1 }, 'people.0.age', 7)
    expect(one).toEqual({ a: 1, people: [{ age: 7 }] })
    const two = withAnswer(one, 'people.1.pets.0.name', 'Mực')
    expect(two).toEqual({ a: 1, people: [{ age: 7 }, { pets: [{ name: 'Mực' }] }] })
    expect(one.people).toEqual([{ age: 7 }])
    expect(answerAt(two, 'people.1.pets.0.name')).toBe('Mực')
    expect(answerAt(two, 'people.5.pets')).toBeUndefined()
  })
  it('loses an answer that is taken back', () => {
    expect(withAnswer({ a: 1, b: 2 }, 'a', null)).toEqual({ b: 2 })
    expect(withAnswer({ p: [{ x: 1 }] }, 'p.0.x', null)).toEqual({ p: [{}] })
  })
})
