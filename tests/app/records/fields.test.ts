import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../src/core/base/cell'
import type { FieldDescription, FieldKind } from '../../../src/core/book/bookDescription'
import type { FieldContext } from '../../../src/app/fields/fieldType'
import { readNumberText } from '../../../src/app/fields/numberText'
import { fieldToText, readField, showField } from '../../../src/app/fields/readField'
import { unfoundText } from '../../../src/app/fields/unfoundReference'

function contextOf(locale: string, currency = 'EUR'): FieldContext {
  return { locale, currency, words: { yes: 'Yes', no: 'No', file: (size) => `File, ${size} B`, unreadable: (size) => `Unreadable, ${size} B` } }
}

function fieldOf(kind: FieldKind, more: Partial<FieldDescription> = {}): FieldDescription {
  return {
    name: 'f', kind, declaredType: '', required: false, key: false, automatic: false, generated: false, unique: false,
    choices: [], refersTo: null, secret: false, ...more,
  }
}

const english = contextOf('en-GB')
const german = contextOf('de-DE')
const read = (kind: FieldKind, text: string, context = english, more: Partial<FieldDescription> = {}, before: Cell = null) =>
  readField(fieldOf(kind, more), text, before, context)
const value = (kind: FieldKind, text: string, context = english, more: Partial<FieldDescription> = {}, before: Cell = null) => {
  const result = read(kind, text, context, more, before)
  return result.ok ? result.value : result.failure.code
}

describe('readNumberText', () => {
  it.each([
    ['1,234.50', 'en-GB', '1234.50'],
    ['1.234,50', 'de-DE', '1234.50'],
    ['1 234,50', 'fr-FR', '1234.50'],
    ['1234.5', 'fr-FR', '1234.5'],
    ["1'234.5", 'de-CH', '1234.5'],
    ['12,34,567.8', 'en-IN', '1234567.8'],
    ['−12.5', 'en-GB', '-12.5'],
    ['(12.50)', 'en-GB', '-12.50'],
    ['+7', 'en-GB', '7'],
    ['.5', 'en-GB', '0.5'],
    ['007', 'en-GB', '7'],
    ['١٢٣٫٥', 'ar-EG', '123.5'],
  ])('reads %s in %s', (text, locale, plain) => {
    expect(readNumberText(text, locale)).toBe(plain)
  })

  it.each([
    ['1,50', 'en-GB'],
    ['1.5', 'de-DE'],
    ['1,2,3', 'en-GB'],
    ['1.2.3', 'en-GB'],
    ['12a', 'en-GB'],
    ['-', 'en-GB'],
    ['.', 'en-GB'],
    ['1234,567', 'en-GB'],
    ['--1', 'en-GB'],
    ['', 'en-GB'],
  ])('refuses %s in %s', (text, locale) => {
    expect(readNumberText(text, locale)).toBeNull()
  })
})

describe('money', () => {
  it('is kept in the smallest unit of the currency', () => {
    expect(value('money', '12.5')).toBe(1250)
    expect(value('money', '-0.01')).toBe(-1)
    expect(value('money', '1,284.50 €')).toBe(128450)
    expect(value('money', '12,5', german)).toBe(1250)
    expect(value('money', '12.500', contextOf('en-GB', 'KWD'))).toBe(12500)
    expect(value('money', '1250', contextOf('en-GB', 'JPY'))).toBe(1250)
    expect(value('money', '3.00', contextOf('en-GB', 'JPY'))).toBe(3)
    expect(value('money', '1.100')).toBe(110)
  })

  it('never rounds what was typed', () => {
    expect(read('money', '1.005')).toEqual({ ok: false, failure: { code: 'tooManyDecimals', digits: 2, currency: 'EUR' } })
    expect(value('money', '1.5', contextOf('en-GB', 'JPY'))).toBe('tooManyDecimals')
    expect(value('money', 'twelve')).toBe('notANumber')
    expect(value('money', '99999999999999999999')).toBe('tooLarge')
  })

  it('lines up on the decimal sign, exact at any size', () => {
    expect(showField(fieldOf('money'), 128450, english)).toBe('1,284.50')
    expect(showField(fieldOf('money'), -5, english)).toBe('-0.05')
    expect(showField(fieldOf('money'), { i: '9223372036854775807' }, english)).toBe('92,233,720,368,547,758.07')
    expect(showField(fieldOf('money'), 1250, contextOf('en-GB', 'JPY'))).toBe('1,250')
    expect(showField(fieldOf('money'), 'free', english)).toBe('free')
  })
})

describe('whole numbers', () => {
  it('go through as tags beyond 2^53, and stop at 64 bits', () => {
    expect(value('whole-number', '9007199254740991')).toBe(9007199254740991)
    expect(value('whole-number', '9007199254740993')).toEqual({ i: '9007199254740993' })
    expect(value('whole-number', '-9223372036854775808')).toEqual({ i: '-9223372036854775808' })
    expect(value('whole-number', '9223372036854775808')).toBe('tooLarge')
    expect(value('whole-number', '1.5')).toBe('notWhole')
    expect(value('whole-number', '-0')).toBe(0)
  })

  it('show years plainly and thousands from 10,000', () => {
    expect(showField(fieldOf('whole-number'), 2026, english)).toBe('2026')
    expect(showField(fieldOf('whole-number'), 12345, english)).toBe('12,345')
    expect(showField(fieldOf('whole-number', { key: true }), 12345, english)).toBe('12345')
    expect(showField(fieldOf('whole-number'), { i: '9007199254740993' }, english)).toBe('9,007,199,254,740,993')
  })
})

describe('decimals', () => {
  it('read and show in the language', () => {
    expect(value('decimal', '1,5', german)).toBe(1.5)
    expect(showField(fieldOf('decimal'), 12345.5, german)).toBe('12.345,5')
    expect(showField(fieldOf('decimal'), { r: '2.0' }, english)).toBe('2')
    expect(showField(fieldOf('decimal'), 0.1 + 0.2, english)).toBe('0.3')
  })

  it('refuse digits that would be lost', () => {
    expect(value('decimal', '0.12345678901234567890')).toBe('tooPrecise')
    expect(value('decimal', '1e400')).toBe('tooLarge')
    expect(value('decimal', '1e300')).toEqual({ r: '1e+300' })
  })
})

describe('dates and times', () => {
  it('read what people type', () => {
    expect(value('date', '2026-11-21')).toBe('2026-11-21')
    expect(value('date', '21/11/2026')).toBe('2026-11-21')
    expect(value('date', '11/21/2026', contextOf('en-US'))).toBe('2026-11-21')
    expect(value('date', '21.11.26', german)).toBe('2026-11-21')
    expect(value('date', '29/02/2025')).toBe('notADate')
    expect(value('date', '29/02/2024')).toBe('2024-02-29')
    expect(value('date', 'tomorrow')).toBe('notADate')
  })

  it('show days in the language, and leave other texts as they are', () => {
    expect(showField(fieldOf('date'), '2026-11-21', english)).toBe('21 Nov 2026')
    expect(showField(fieldOf('date'), '2026-02-30', english)).toBe('2026-02-30')
    expect(showField(fieldOf('date'), 45000, english)).toBe('45000')
  })

  it('keep the style that a time was stored in', () => {
    expect(value('date-time', '21/11/2026 18:04')).toBe('2026-11-21T18:04')
    expect(value('date-time', '21/11/2026 18:04', english, { initialSql: 'CURRENT_TIMESTAMP' })).toBe('2026-11-21 18:04:00')
    expect(value('date-time', '21/11/2026 18:04', english, {}, '2026-01-01 00:00:00')).toBe('2026-11-21 18:04:00')
    expect(value('date-time', '2026-11-21T18:04', english, {}, '2026-01-01T00:00')).toBe('2026-11-21T18:04')
    const zoned = value('date-time', '2026-11-21T18:04', english, {}, '2026-01-01T00:00:00Z')
    expect(new Date(String(zoned)).getTime()).toBe(new Date('2026-11-21T18:04').getTime())
    expect(showField(fieldOf('date-time'), '2026-11-21 18:04:00', english)).toBe('21 Nov 2026, 18:04')
    expect(value('date-time', '2026-11-21 25:00')).toBe('notADateTime')
  })
})

describe('yes/no, choices, references, files', () => {
  it('read words and values', () => {
    expect(value('yes-no', 'yes')).toBe(1)
    expect(value('yes-no', '0')).toBe(0)
    expect(value('yes-no', 'perhaps')).toBe('notAChoice')
    expect(value('choice', 'CASH', english, { choices: ['Cash', 'Card'] })).toBe('Cash')
    expect(value('choice', 'Gold', english, { choices: ['Cash', 'Card'] })).toBe('notAChoice')
    expect(value('reference', '12', english, { declaredType: 'INTEGER' })).toBe(12)
    expect(value('reference', '012', english, { declaredType: 'TEXT' })).toBe('012')
    for (const declaredType of ['INTEGER', 'TEXT']) expect(value('reference', unfoundText('12'), english, { declaredType })).toBe('notARecord')
    expect(showField(fieldOf('file'), { b: 'AAEC' }, english)).toBe('File, 3 B')
    expect(showField(fieldOf('text'), { x: '/w==' }, english)).toBe('Unreadable, 1 B')
  })
})

describe('readField', () => {
  it('takes blank as no value, unless the field needs one that the database does not give', () => {
    expect(value('text', ' ')).toBeNull()
    expect(value('text', '', english, { required: true })).toBe('required')
    expect(value('whole-number', '', english, { required: true, automatic: true })).toBeNull()
    expect(value('text', '', english, { required: true }, '')).toBe('')
  })

  const cell: fc.Arbitrary<Cell> = fc.oneof(
    fc.constant(null),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Number.isSafeInteger(n) ? { r: `${n}.0` } : n)),
    fc.string(),
    fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((i) => (Number.isSafeInteger(Number(i)) ? Number(i) : { i: String(i) })),
    fc.uint8Array().map((bytes) => ({ b: Buffer.from(bytes).toString('base64') })),
    fc.uint8Array({ minLength: 1 }).map((bytes) => ({ x: Buffer.from(bytes).toString('base64') })),
    fc.constantFrom({ r: '2.0' }, { r: 'Infinity' }, { r: '-Infinity' }, { r: '1e+300' }),
  )
  const kinds: FieldKind[] = ['text', 'long-text', 'whole-number', 'decimal', 'money', 'date', 'date-time', 'yes-no', 'choice', 'reference', 'file']

  it('gives any value of any kind back untouched', () => {
    fc.assert(
      fc.property(cell, fc.constantFrom(...kinds), fc.constantFrom('en-GB', 'de-DE', 'fr-FR', 'ar-EG'), (before, kind, locale) => {
        const context = contextOf(locale)
        const field = fieldOf(kind)
        showField(field, before, context)
        expect(readField(field, fieldToText(field, before, context), before, context)).toEqual({ ok: true, value: before })
      }),
      { numRuns: 500 },
    )
  })

  it('reads money and whole numbers back from what it shows', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.constantFrom('en-GB', 'de-DE', 'fr-FR', 'en-IN', 'de-CH'), (integer, locale) => {
        const before: Cell = Number.isSafeInteger(Number(integer)) ? Number(integer) : { i: String(integer) }
        for (const kind of ['money', 'whole-number'] as const) {
          const context = contextOf(locale)
          expect(readField(fieldOf(kind), showField(fieldOf(kind), before, context), null, context)).toEqual({ ok: true, value: before })
        }
      }),
    )
  })
})

describe('fields without a type', () => {
  it('keep a number a number, and a text a text', () => {
    for (const declaredType of ['', 'ANY', 'any']) {
      expect(value('text', '6', english, { declaredType }, 5)).toBe(6)
      expect(value('text', '-0.5', english, { declaredType }, { i: '9223372036854775807' })).toBe(-0.5)
      expect(value('text', '3.0', english, { declaredType }, 1.5)).toEqual({ r: '3.0' })
      expect(value('text', '9223372036854775807', english, { declaredType }, 5)).toEqual({ i: '9223372036854775807' })
      expect(value('text', '007', english, { declaredType }, 5)).toBe('007')
      expect(value('text', 'six', english, { declaredType }, 5)).toBe('six')
      expect(value('text', '6', english, { declaredType }, 'five')).toBe('6')
      expect(value('text', '6', english, { declaredType }, null)).toBe('6')
    }
    expect(value('text', '6', english, { declaredType: 'TEXT' }, 5)).toBe('6')
  })
})
