import { expect, test } from 'vitest'
import { searchMeaning } from '../../../src/app/fields/searchMeaning'

const meaning = (text: string, locale = 'en-GB') => searchMeaning(text, { locale, words: { yes: 'Yes', no: 'No' } })

test.each([
  ['21 Nov', 'en-GB', '____-11-21'],
  ['21 November', 'en-GB', '____-11-21'],
  ['29 feb', 'en-GB', '____-02-29'],
  ['21 Nov 2026', 'en-GB', '2026-11-21'],
  ['21/11/2026', 'en-GB', '2026-11-21'],
  ['11/21/2026', 'en-US', '2026-11-21'],
  ['Nov 21, 2026', 'en-US', '2026-11-21'],
  ['21/11', 'en-GB', '____-11-21'],
  ['11/21', 'en-US', '____-11-21'],
  ['21.11.2026', 'en-DE', '2026-11-21'],
  ['21.11.', 'en-DE', '____-11-21'],
  ['Nov 2026', 'en-GB', '2026-11-__'],
  ['11/2026', 'en-GB', '2026-11-__'],
  ['nov', 'en-GB', '____-11-__'],
  ['2026-11-21', 'en-GB', '2026-11-21'],
  ['21 Nov 2026, 18:04', 'en-GB', '2026-11-21_18:04'],
  ['6:04 pm', 'en-US', '____-__-___18:04'],
])('%s in %s is %s', (text, locale, day) => {
  expect(meaning(text, locale).dates).toEqual([day])
})

test.each(['12.10', '12,10', '1,234.50', '4711', '2026', '30/2', '32/1', '13/2026', 'no', 'plain', '12 10', 'a/b', '', '5-10', '(21 Nov)', '21 Nov 20261'])('%s is no day', (text) => {
  expect(meaning(text).dates).toEqual([])
})

test('the words of yes and no, whole and in any case', () => {
  expect(['yes', ' NO ', 'ye', 'not', 'yes!'].map((text) => meaning(text).yesNo)).toEqual([1, 0, null, null, null])
})
