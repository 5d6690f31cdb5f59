import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../src/core/base/cell'
import type { FieldDescription, FieldKind } from '../../../src/core/book/bookDescription'
import { dateToTypedText, readDateText } from '../../../src/app/fields/dateText'
import { dateTimeToTypedText, readDateTimeText } from '../../../src/app/fields/dateTimeText'
import type { FieldContext } from '../../../src/app/fields/fieldType'
import { readField, showField } from '../../../src/app/fields/readField'

const LOCALES = ['en-GB', 'en-US', 'de-DE', 'de-CH', 'fr-FR', 'es-ES', 'pt-BR', 'nl-NL', 'pl-PL', 'fi-FI', 'en-IN', 'hi-IN', 'hi-IN-u-nu-deva', 'mr-IN', 'ar-EG', 'th-TH', 'ja-JP', 'sv-SE']

function contextOf(locale: string, currency = 'EUR'): FieldContext {
  return { locale, currency, words: { yes: 'Yes', no: 'No', file: (size) => `File, ${size} B`, unreadable: (size) => `Unreadable, ${size} B` } }
}

function fieldOf(kind: FieldKind, more: Partial<FieldDescription> = {}): FieldDescription {
  return {
    name: 'f', kind, declaredType: kind === 'reference' ? 'INTEGER' : '', required: false, key: false, automatic: false, generated: false, unique: false,
    choices: ['card', 'cash', 'direct debit'], refersTo: null, secret: false, ...more,
  }
}

const day = fc.date({ min: new Date('1000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
const isoDay = day.map((date) => date.toISOString().slice(0, 10))

/** Values of each kind whose list form loses nothing. */
const VALUES: Partial<Record<FieldKind, fc.Arbitrary<Cell>>> = {
  text: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
  'whole-number': fc.maxSafeInteger(),
  decimal: fc.tuple(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.integer({ min: 0, max: 5 })).map(([n, scale]) => n / 10 ** scale || 0),
  money: fc.maxSafeInteger(),
  date: isoDay,
  'date-time': day.map((date) => `${date.toISOString().slice(0, 16)}`),
  'yes-no': fc.constantFrom(0, 1),
  choice: fc.constantFrom('card', 'cash', 'direct debit'),
  reference: fc.nat(),
}

describe('what is shown can be typed', () => {
  it.each(Object.keys(VALUES) as FieldKind[])('%s, in every language', (kind) => {
    const values = VALUES[kind] ?? fc.constant(null)
    fc.assert(
      fc.property(values, fc.constantFrom(...LOCALES), fc.constantFrom('EUR', 'JPY', 'KWD'), (cell, locale, currency) => {
        const context = contextOf(locale, currency)
        const shown = showField(fieldOf(kind), cell, context)
        expect([locale, shown, readField(fieldOf(kind), shown, null, context)]).toEqual([locale, shown, { ok: true, value: cell }])
      }),
      { numRuns: 600 },
    )
  })

  it('days and times as a control writes them', () => {
    fc.assert(
      fc.property(day, fc.boolean(), fc.constantFrom(...LOCALES), (date, withSeconds, locale) => {
        const iso = date.toISOString()
        const typedDay = dateToTypedText(iso.slice(0, 10), locale)
        expect([typedDay, readDateText(typedDay, locale)]).toEqual([typedDay, iso.slice(0, 10)])
        const local = iso.slice(0, withSeconds ? 19 : 16)
        const typed = dateTimeToTypedText(local, locale)
        expect([typed, readDateTimeText(typed, locale)]).toEqual([typed, local])
      }),
      { numRuns: 600 },
    )
  })
})

describe('days as people type them', () => {
  it.each([
    ['21 Nov 2026', 'en-GB', '2026-11-21'],
    ['November 21, 2026', 'en-US', '2026-11-21'],
    ['Sat, 21 novemb 26', 'en-GB', '2026-11-21'],
    ['21. November 2026', 'de-DE', '2026-11-21'],
    ['2026/11/21', 'de-DE', '2026-11-21'],
    ['21/11', 'en-GB', '2026-11-21'],
    ['11/21', 'en-US', '2026-11-21'],
    ['21 Mär', 'de-DE', '2026-03-21'],
    ['२१/११/२०२६', 'hi-IN-u-nu-deva', '2026-11-21'],
    ['२१/११/२०२६', 'mr-IN', '2026-11-21'],
  ])('%s in %s', (text, locale, iso) => {
    expect(readDateText(text, locale, '2026-05-01')).toBe(iso)
  })

  it.each(['21', '21 foo 2026', 'Ju 21 2026', '31/02/2026', '1/2/3/4', '21:11:2026', '', 'Nov', '21 Nov 126', '45000'])('refuses %s', (text) => {
    expect(readDateText(text, 'en-GB', '2026-05-01')).toBeNull()
  })

  it('asks for a year where the day of today is not known', () => {
    expect(readDateText('21/11', 'en-GB')).toBeNull()
  })
})

describe('times as people type them', () => {
  it.each([
    ['21/11/2026 18:04', 'en-GB', '2026-11-21T18:04'],
    ['21 Nov 2026, 6:04 pm', 'en-GB', '2026-11-21T18:04'],
    ['11/21/2026, 12:04 AM', 'en-US', '2026-11-21T00:04'],
    ['21.11.26 18.04', 'de-DE', '2026-11-21T18:04'],
    ['21.11.26 um 18:04:05', 'de-DE', '2026-11-21T18:04:05'],
    ['7:30', 'en-GB', '2026-05-01T07:30'],
  ])('%s in %s', (text, locale, iso) => {
    expect(readDateTimeText(text, locale, '2026-05-01')).toBe(iso)
  })

  it.each(['21/11/2026', '21/11/2026 25:00', '21/11/2026 13:00 pm', '18:60', 'noon'])('refuses %s', (text) => {
    expect(readDateTimeText(text, 'en-GB', '2026-05-01')).toBeNull()
  })
})

describe('the least, the most and the currency of a field', () => {
  const codeOf = (kind: FieldKind, text: string, more: Partial<FieldDescription>) => {
    const result = readField(fieldOf(kind, more), text, null, contextOf('en-GB'))
    return result.ok ? result.value : result.failure
  }

  it('are kept while typing', () => {
    expect(codeOf('money', '-0.01', { least: 0 })).toEqual({ code: 'tooLittle', least: '0.00' })
    expect(codeOf('money', '0', { least: 0 })).toBe(0)
    expect(codeOf('whole-number', '11', { most: 10 })).toEqual({ code: 'tooMuch', most: '10' })
    expect(codeOf('whole-number', '9007199254740993', { most: { i: '9007199254740992' } })).toMatchObject({ code: 'tooMuch' })
    expect(codeOf('decimal', '1.5', { least: { r: '2.0' } })).toEqual({ code: 'tooLittle', least: '2' })
    expect(codeOf('date', '20/11/2026', { least: '2026-11-21' })).toEqual({ code: 'tooEarly', least: '21 Nov 2026' })
    expect(codeOf('date', '21/11/2026', { least: '2026-11-21', most: '2026-11-21' })).toBe('2026-11-21')
    expect(codeOf('date-time', '21/11/2026 18:05', { most: '2026-11-21T18:04' })).toMatchObject({ code: 'tooLate' })
    expect(codeOf('date-time', '21/11/2026 18:04', { most: '2026-11-21T18:04:00' })).toBe('2026-11-21T18:04:00')
  })

  it('count in the currency of the field', () => {
    expect(codeOf('money', '1250', { currency: 'JPY' })).toBe(1250)
    expect(codeOf('money', '1.5', { currency: 'JPY' })).toMatchObject({ code: 'tooManyDecimals', currency: 'JPY' })
    expect(showField(fieldOf('money', { currency: 'KWD' }), 1250, contextOf('en-GB'))).toBe('1.250')
  })
})
