import { expect, test } from 'vitest'
import { readValue } from '../../../src/core/transfer/readValue'
import { createFormVotes, isoMoment, numberDigits } from '../../../src/core/transfer/writtenForms'

const POINT = { decimal: '.', dates: 'month-first' } as const
const COMMA = { decimal: ',', dates: 'day-first' } as const

test('numbers are read as they are written', () => {
  const cases: [string, typeof POINT | typeof COMMA, string | null][] = [
    ['1234', POINT, '1234'], ['1,234.50', POINT, '1234.50'], ['1.234,50', COMMA, '1234.50'], ['1.234', COMMA, '1234'], ['1.234', POINT, '1.234'], ['1,234', POINT, '1234'],
    ['1,234', COMMA, '1.234'], ['12.5', COMMA, '12.5'], ['12,5', POINT, '12.5'], ["1'234.50", POINT, '1234.50'], ['1 234,50', COMMA, '1234.50'], ['1.234.567', POINT, '1234567'],
    ['-5', POINT, '-5'], ['5-', POINT, '-5'], ['(5.00)', POINT, '-5.00'], ['\u22125', POINT, '-5'], ['€ 5,00', COMMA, '5.00'], ['5.00 EUR', POINT, '5.00'], ['-$5', POINT, '-5'], ['$-5', POINT, '-5'],
    ['.5', POINT, '0.5'], ['1e3', POINT, '1e3'], ['', POINT, null], ['-', POINT, null], ['abc', POINT, null], ['1,23,45', POINT, null], ['12.34.56', POINT, null], ['5 %', POINT, null], ['1-2', POINT, null], ['1,2345.6', POINT, null],
  ]
  for (const [text, forms, digits] of cases) expect([text, numberDigits(text, forms)]).toEqual([text, digits])
})

test('days and times are read in the order of the file', () => {
  const cases: [string, string | null, string | null][] = [
    ['2026-11-21', '2026-11-21', '2026-11-21'], ['1.2.2026', '2026-02-01', '2026-01-02'], ['1/2/26', '2026-02-01', '2026-01-02'], ['1/2/70', '1970-02-01', '1970-01-02'],
    ['2026/1/2', '2026-01-02', '2026-01-02'], ['01.02.2026 9:05', '2026-02-01T09:05', '2026-01-02T09:05'], ['1/2/2026, 12:05 AM', '2026-02-01T00:05', '2026-01-02T00:05'],
    ['1/2/2026 1:05:09 pm', '2026-02-01T13:05:09', '2026-01-02T13:05:09'], ['2026-01-02T10:00Z', '2026-01-02T10:00Z', '2026-01-02T10:00Z'], ['1/2/2026 13:05 pm', null, null], ['tomorrow', null, null], ['1.2.3', null, null], ['12', null, null],
  ]
  for (const [text, dayFirst, monthFirst] of cases) expect([text, isoMoment(text, COMMA), isoMoment(text, POINT)]).toEqual([text, dayFirst, monthFirst])
  expect(readValue('31.2.2026', { kind: 'date', choices: [], toWholeReference: false }, COMMA, 2)).toBeUndefined()
})

test('values that would lose something are not taken', () => {
  const read = (text: string, kind: Parameters<typeof readValue>[1]['kind'], choices: string[] = []) => readValue(text, { kind, choices, toWholeReference: true }, POINT, 2)
  expect(read('12.345', 'money')).toBeUndefined()
  expect(read('12.340', 'money')).toBe(1234)
  expect(read('92233720368547758.07', 'money')).toEqual({ i: '9223372036854775807' })
  expect(read('92233720368547758.08', 'money')).toBeUndefined()
  expect(read('1.5', 'whole-number')).toBeUndefined()
  expect(read('1.5e3', 'whole-number')).toBe(1500)
  expect(read('-0', 'whole-number')).toBe(0)
  expect(read('1e999', 'decimal')).toBeUndefined()
  expect(read('2026-01-02 10:00', 'date')).toBeUndefined()
  expect(read('2026-01-02 00:00', 'date')).toBe('2026-01-02')
  expect(read('2026-01-02', 'date-time')).toBe('2026-01-02 00:00:00')
  expect(read('maybe', 'yes-no')).toBeUndefined()
  expect([read('Yes', 'yes-no'), read('x', 'yes-no'), read('0', 'yes-no'), read('Nein', 'yes-no')]).toEqual([1, 1, 0, 0])
  expect(read(' High ', 'choice', ['low', 'high'])).toBe('high')
  expect(read('none', 'choice', ['low', 'high'])).toBeUndefined()
  expect(read("'=1", 'text')).toBe('=1')
  expect(read('  ', 'date')).toBeNull()
  expect(read('  ', 'text')).toBe('  ')
  expect(readValue({ number: '1.234' }, { kind: 'decimal', choices: [], toWholeReference: false }, COMMA, 2)).toBe(1.234)
})

test('a file tells by its values how it writes numbers and dates', () => {
  const formsOf = (values: string[], otherwise: typeof POINT | typeof COMMA = POINT) => {
    const votes = createFormVotes()
    values.forEach((value) => votes.note(value))
    return votes.forms(otherwise)
  }
  expect(formsOf(['1.234,50', '12,5'])).toEqual({ decimal: ',', dates: 'month-first' })
  expect(formsOf(['1.234'], COMMA)).toEqual(COMMA)
  expect(formsOf(['1,234.5', '3.75'], COMMA).decimal).toBe('.')
  expect(formsOf(['1.234.567', '1.234']).decimal).toBe(',')
  expect(formsOf(['31.12.2026', '1.2.2026']).dates).toBe('day-first')
  expect(formsOf(['12/31/2026'], COMMA).dates).toBe('month-first')
  expect(formsOf(['hello, world', 'v1.2', ''])).toEqual(POINT)
})
