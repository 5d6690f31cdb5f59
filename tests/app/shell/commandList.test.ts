import { expect, test } from 'vitest'
import { listCommands, rankLabel, type Command, type CommandGroup } from '../../../src/app/components/shell/commandList'

const command = (id: string, group: CommandGroup, label: string): Command => ({ id, group, label, icon: { render: () => null }, run: () => undefined })
const commands = [
  command('back-up', 'actions', 'Back up now'),
  command('table tabs', 'tables', 'Unpaid tabs'),
  command('table till', 'tables', 'Till'),
  command('charts tabs', 'tables', 'Charts of tabs'),
  command('page today', 'pages', 'Today'),
  command('record tabs 1', 'records', 'Olive Oil'),
]
const told = (typed: string, recent: readonly string[] = []) => listCommands(commands, typed, recent).map(({ group, commands: list }) => [group, ...list.map(({ id }) => id)])

test.each([
  ['Today', 'to', 3],
  ['Unpaid tabs', 'ta un', 2],
  ['Café crème', 'creme', 2],
  ['Backups', 'ups', 1],
  ['Backups', 'x', 0],
])('“%s” for “%s" ranks %i', (label, typed, rank) => {
  expect(rankLabel(label, typed)).toBe(rank)
})

test('nothing typed: what was used last stands first and once, then everything under its heading', () => {
  expect(told('', ['table till', 'gone'])).toEqual([
    ['recent', 'table till'],
    ['actions', 'back-up'],
    ['records', 'record tabs 1'],
    ['tables', 'table tabs', 'charts tabs'],
    ['pages', 'page today'],
  ])
})

test('something typed: what fits, the best first, lines and headings; records were found by other fields and stay', () => {
  expect(told('ta')).toEqual([['tables', 'table tabs', 'charts tabs'], ['records', 'record tabs 1']])
  expect(told('t')).toEqual([['tables', 'table till', 'table tabs', 'charts tabs'], ['pages', 'page today'], ['records', 'record tabs 1']])
})

test('what was used last gives way when it does not fit', () => {
  expect(told('back', ['table till', 'back-up'])).toEqual([['recent', 'back-up'], ['records', 'record tabs 1']])
})
