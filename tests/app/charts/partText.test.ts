import { expect, test } from 'vitest'
import { partText } from '../../../src/app/components/charts/partText'
import type { DatePart } from '../../../src/core/book/query/rowFilter'

const text = (part: DatePart, day: string, isShort = false) => partText(part, day, 'en-GB', (quarter, year) => `Q${quarter} ${year}`, isShort)

test('parts of dates are called as people call them, and shorter along an axis', () => {
  expect(text('day', '2026-11-21')).toBe('21 Nov 2026')
  // browsers differ in the spaces around the dash
  expect(text('week', '2026-11-16')).toMatch(/^16\s?–\s?22 Nov 2026$/)
  expect(text('month', '2026-11-01')).toBe('November 2026')
  expect(text('quarter', '2026-10-01')).toBe('Q4 2026')
  expect(text('year', '2026-01-01')).toBe('2026')
  expect((['day', 'week', 'month', 'quarter', 'year'] as const).map((part) => text(part, '2026-10-05', true))).toEqual(['5 Oct', '5 Oct', 'Oct 26', 'Q4 26', '2026'])
  expect(text('month', 'soon')).toBe('soon')
})
