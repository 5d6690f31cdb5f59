import { expect, test } from 'vitest'
import { excelDateToValue } from '../../../src/core/restore/foreign/excelDate'
import { sheetRows, workbookFiles, workbookOf, zipOf } from '../../support/workbook'
import { readFile } from './foreignParts'

test.each([
  [['1', '2'], 'INTEGER', ['1', '2']],
  [['9007199254740993', '1'], 'INTEGER', ['9007199254740993', '1']],
  [['1.1000000000000001', '0.1'], 'REAL', ['1.1', '0.1']],
  [['1E-3', '5'], 'REAL', ['0.001', '5.0']],
])('numbers %j are read as %s', async (digits, type, stored) => {
  const file = await readFile(workbookOf({ S: [['key', 'n'], ...digits.map((n) => ['k', { n }])] }))
  expect(file.fields('S')).toEqual(['key TEXT', `n ${type}`])
  expect(file.records('S').map(([, value]) => value)).toEqual(stored)
})

test('texts are never numbers, and keep their spaces', async () => {
  const file = await readFile(workbookOf({ S: [['a', 'b'], ['007', ' x '], ['=1+1', '2024-01-01']] }))
  expect(file.fields('S')).toEqual(['a TEXT', 'b TEXT'])
  expect(file.records('S')).toEqual([["'007'", "' x '"], ["'=1+1'", "'2024-01-01'"]])
})

test('long texts are whole, wherever the reader cuts the sheet', async () => {
  const texts = Array.from({ length: 40 }, (_, i) => `${'é&<'.repeat(3000 + i * 37)}|${i}`)
  const file = await readFile(workbookOf({ S: [['key', 'text'], ...texts.map((text, i) => [`k${i}`, text])] }))
  expect(file.records('S').map(([, text]) => text)).toEqual(texts.map((text) => `'${text}'`))
})

test('a title above the names is left behind, and that is said', async () => {
  const file = await readFile(workbookOf({ S: [['Members of 2024', null], [null, null], ['id', 'name'], [{ n: '1' }, 'Amara']] }))
  expect(file.fields('S')).toEqual(['id INTEGER KEY', 'name TEXT'])
  expect(file.findings).toContainEqual({ code: 'not-carried', severity: 'warning', detail: 'The rows above the field names are not taken in: S.' })
})

test('a sheet without names has fields named like its columns, and keeps every row', async () => {
  const file = await readFile(workbookOf({ S: [[null, { n: '1' }, 'x'], [null, { n: '2' }, 'y']] }))
  expect(file.fields('S')).toEqual(['B INTEGER', 'C TEXT'])
  expect(file.records('S')).toEqual([['1', "'x'"], ['2', "'y'"]])
})

test('formulas, errors and what has no value are counted', async () => {
  const rows = `${sheetRows([['a', 'b']])}<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row><row r="3"><c r="A3"><f>1+2</f><v/></c><c r="B3"><v>1</v></c></row>`
  const file = await readFile(zipOf(workbookFiles({ S: rows }, { 'xl/media/image1.png': 'x' })))
  const said = file.findings.filter(({ code }) => code === 'not-carried').map(({ detail }) => detail)
  expect(said).toEqual([
    'Formulas come as the values that they last had: 2 cells.',
    'Formulas whose value is not in the file come empty: 1 cell.',
    'Cells that hold an error come empty: 1 cell.',
    'Only values are taken in. Left behind: pictures.',
  ])
  expect(file.records('S')).toEqual([['2', 'NULL'], ['NULL', '1']])
})

test.each([
  [Date.UTC(2024, 1, 29), { moment: '2024-02-29 00:00:00' }],
  [Date.UTC(2024, 1, 29, 18, 30, 4, 999), { moment: '2024-02-29 18:30:05' }],
  [Date.UTC(2024, 1, 29, 18, 30, 4, 500), { moment: '2024-02-29 18:30:04.500' }],
  // day 1 of the calendar comes from the reader a day too early, day 61 does not
  [Date.UTC(1899, 11, 31), { moment: '1900-01-01 00:00:00' }],
  [Date.UTC(1900, 2, 1), { moment: '1900-03-01 00:00:00' }],
  [Date.UTC(1899, 11, 30, 12, 30), '12:30:00'],
  [Number.NaN, null],
])('the moment %s is %j', (time, value) => {
  expect(excelDateToValue(new Date(time))).toEqual(value)
})

test('characters given by their numbers are those characters, wherever they lie', async () => {
  const cell = (place: string, xml: string) => `<c r="${place}" t="inlineStr"><is><t>${xml}</t></is></c>`
  const texts = ['&#x1F600;', '&#128512;!', '&#xE9;&#8364;', '&#xD83D;&#xDE00;', '&amp;#128512;', '😀&#1114112;']
  const rows = texts.map((text, i) => `<row r="${i + 2}">${cell(`A${i + 2}`, text)}</row>`).join('')
  const file = await readFile(zipOf(workbookFiles({ S: `<row r="1">${cell('A1', 'a&#x1F600;')}</row>${rows}` })))
  expect(file.fields('S')).toEqual(['a😀 TEXT'])
  expect(file.records('S').slice(0, 5)).toEqual([["'😀'"], ["'😀!'"], ["'é€'"], ["'😀'"], ["'&#128512;'"]])
})
