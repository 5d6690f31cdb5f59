import { describe, expect, test } from 'vitest'
import { useTypedChoice } from '../../../src/app/components/records/useTypedChoice'

const options = ['card', 'cash', 'on account'].map((label) => ({ value: label, label }))

describe('choosing by typing', () => {
  test('letters that follow each other are the beginning of a choice', () => {
    const chosen: string[] = []
    const { type } = useTypedChoice(() => options, (value) => chosen.push(value))
    for (const [at, key] of [...'CAS'].entries()) type(key, at * 100)
    expect(chosen).toEqual(['card', 'card', 'cash'])
    type('o', 5_000)
    expect(chosen.at(-1)).toBe('on account')
  })

  test('what no choice begins with changes nothing', () => {
    const chosen: string[] = []
    useTypedChoice(() => options, (value) => chosen.push(value)).type('z', 0)
    expect(chosen).toEqual([])
  })

  test('a space is a letter of a word that was begun, and else opens the list', () => {
    const chosen: string[] = []
    const { onKeydown } = useTypedChoice(() => options, (value) => chosen.push(value))
    const press = (key: string) => {
      const event = new KeyboardEvent('keydown', { key, cancelable: true })
      onKeydown(event)
      return event.defaultPrevented
    }
    expect(press(' ')).toBe(false)
    for (const key of 'on a') expect(press(key)).toBe(true)
    expect(chosen.at(-1)).toBe('on account')
    expect(press('Enter')).toBe(false)
  })
})
