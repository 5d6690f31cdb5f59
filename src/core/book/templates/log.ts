import { all, chart, figure, view } from './layoutParts'
import type { Template } from './template'

/**
 * What was heard and read. Every day: one entry for each sitting. Now and then: a new title, a rating, a book to be given
 * back. To be found: what comes next, how long something took, what was thought of it.
 */
export const log: Template = {
  id: 'log',
  icon: 'log',
  name: 'Listening and reading log',
  description: 'Books, audiobooks and podcasts: what was heard and read, and what comes next.',
  tables: [
    {
      name: 'entries',
      fields: [
        { name: 'date', kind: 'date', required: true, indexed: true, initial: { now: 'date' } },
        { name: 'title', kind: 'reference', required: true, refersTo: 'titles' },
        { name: 'minutes', kind: 'whole-number', required: true, least: 0 },
        { name: 'pages', kind: 'whole-number', least: 0 },
        { name: 'place', kind: 'choice', choices: ['at home', 'on the way', 'outside'] },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { date: { daysAgo: 34 }, title: { sample: 2 }, minutes: 95, place: 'on the way' },
        { date: { daysAgo: 27 }, title: { sample: 2 }, minutes: 140, place: 'on the way' },
        { date: { daysAgo: 20 }, title: { sample: 1 }, minutes: 48, place: 'at home' },
        { date: { daysAgo: 14 }, title: { sample: 2 }, minutes: 160, place: 'outside' },
        { date: { daysAgo: 8 }, title: { sample: 0 }, minutes: 45, pages: 38, place: 'at home' },
        { date: { daysAgo: 6 }, title: { sample: 2 }, minutes: 145, place: 'on the way' },
        { date: { daysAgo: 3 }, title: { sample: 0 }, minutes: 60, pages: 52, place: 'at home', notes: '“Drizzle has eleven names.”' },
        { date: { daysAgo: 0 }, title: { sample: 0 }, minutes: 25, pages: 21, place: 'on the way' },
      ],
    },
    {
      name: 'titles',
      fields: [
        { name: 'title', kind: 'text', required: true },
        { name: 'form', kind: 'choice', required: true, choices: ['book', 'audiobook', 'podcast episode', 'article'], initial: 'book' },
        { name: 'maker', kind: 'reference', refersTo: 'makers' },
        { name: 'topic', kind: 'reference', refersTo: 'topics' },
        { name: 'status', kind: 'choice', required: true, choices: ['wanted', 'begun', 'finished', 'given up'], initial: 'wanted' },
        { name: 'minutes', kind: 'whole-number', least: 1 },
        { name: 'pages', kind: 'whole-number', least: 1 },
        { name: 'finished_on', kind: 'date', indexed: true },
        { name: 'rating', kind: 'whole-number', least: 1, most: 5 },
        { name: 'give_back_on', kind: 'date' },
        { name: 'cover', kind: 'file' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { title: 'A Field Guide to Rain', form: 'book', maker: { sample: 0 }, topic: { sample: 0 }, status: 'begun', pages: 312, give_back_on: { daysAgo: -9 }, notes: 'From the library.' },
        { title: 'The Lighthouse Keepers', form: 'podcast episode', maker: { sample: 1 }, topic: { sample: 1 }, status: 'finished', minutes: 48, finished_on: { daysAgo: 20 }, rating: 4 },
        { title: 'Salt Roads', form: 'audiobook', maker: { sample: 2 }, topic: { sample: 1 }, status: 'finished', minutes: 540, finished_on: { daysAgo: 6 }, rating: 5, notes: 'The chapter on the caravans is worth hearing twice.' },
        { title: 'Nine Short Winters', form: 'book', maker: { sample: 2 }, topic: { sample: 2 }, status: 'wanted', pages: 208 },
        { title: 'How harbours freeze', form: 'podcast episode', maker: { sample: 1 }, topic: { sample: 0 }, status: 'wanted', minutes: 36 },
      ],
    },
    {
      name: 'makers',
      fields: [
        { name: 'name', kind: 'text', required: true, unique: true },
        { name: 'what', kind: 'choice', choices: ['author', 'podcast', 'narrator', 'publisher'] },
        { name: 'link', kind: 'text' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [{ name: 'Mirela', what: 'author' }, { name: 'The Slow Harbour', what: 'podcast', notes: 'A new episode every Thursday.' }, { name: 'Anton', what: 'author' }],
    },
    {
      name: 'topics',
      fields: [{ name: 'name', kind: 'text', required: true, unique: true }],
      samples: [{ name: 'Nature' }, { name: 'History' }, { name: 'Stories' }],
    },
    {
      name: 'goals',
      fields: [
        { name: 'name', kind: 'text', required: true, unique: true },
        { name: 'counts', kind: 'choice', required: true, choices: ['titles finished', 'minutes', 'pages'], initial: 'titles finished' },
        { name: 'first_day', kind: 'date', required: true },
        { name: 'last_day', kind: 'date', required: true },
        { name: 'target', kind: 'whole-number', required: true, least: 1 },
      ],
      samples: [
        { name: 'Ten titles', counts: 'titles finished', first_day: { daysAgo: 120 }, last_day: { daysAgo: -245 }, target: 10 },
        { name: 'Twenty hours in two months', counts: 'minutes', first_day: { daysAgo: 40 }, last_day: { daysAgo: -20 }, target: 1200 },
      ],
    },
  ],
  views: [
    {
      name: 'progress',
      sql: `
SELECT t.title, t.form, t.status, t.pages, coalesce(sum(e.pages), 0) AS pages_read, t.minutes, coalesce(sum(e.minutes), 0) AS minutes_spent, count(e.id) AS sittings, max(e.date) AS last_time
FROM titles t LEFT JOIN entries e ON e.title = t.id
GROUP BY t.id`,
    },
    {
      name: 'goal_progress',
      sql: `
SELECT g.name AS goal, g.counts, g.target, g.last_day,
  CASE g.counts
    WHEN 'titles finished' THEN (SELECT count(*) FROM titles WHERE status = 'finished' AND finished_on BETWEEN g.first_day AND g.last_day)
    WHEN 'minutes' THEN (SELECT coalesce(sum(minutes), 0) FROM entries WHERE date BETWEEN g.first_day AND g.last_day)
    ELSE (SELECT coalesce(sum(pages), 0) FROM entries WHERE date BETWEEN g.first_day AND g.last_day)
  END AS reached
FROM goals g`,
    },
    {
      name: 'time_by_topic',
      sql: `
SELECT e.date, coalesce(p.name, 'none') AS topic, t.form, t.title, e.minutes
FROM entries e JOIN titles t ON t.id = e.title LEFT JOIN topics p ON p.id = t.topic`,
    },
  ],
  layout: {
    views: [
      view({ id: 'titles-next', table: 'titles', name: 'Next', filter: all({ test: 'one-of', field: 'status', values: ['wanted', 'begun'] }), sort: [{ field: 'status', descending: false }] }),
      view({ id: 'titles-finished', table: 'titles', name: 'Finished', filter: all({ test: 'is', field: 'status', value: 'finished' }), sort: [{ field: 'finished_on', descending: true }], totals: [{ fold: 'count', field: null }, { fold: 'average', field: 'rating' }] }),
      view({ id: 'titles-best', table: 'titles', name: 'Best', filter: all({ test: 'at-least', field: 'rating', value: 4 }), sort: [{ field: 'rating', descending: true }] }),
      view({ id: 'titles-by-topic', table: 'titles', name: 'By topic', groups: [{ field: 'topic', part: null }], totals: [{ fold: 'count', field: null }] }),
      view({
        id: 'entries-this-week', table: 'entries', name: 'This week', filter: all({ test: 'in-period', field: 'date', period: 'this-week' }), sort: [{ field: 'date', descending: true }],
        totals: [{ fold: 'sum', field: 'minutes' }, { fold: 'sum', field: 'pages' }],
      }),
      view({ id: 'entries-by-month', table: 'entries', name: 'By month', groups: [{ field: 'date', part: 'month' }], sort: [{ field: 'date', descending: true }], totals: [{ fold: 'sum', field: 'minutes' }, { fold: 'sum', field: 'pages' }] }),
      view({ id: 'progress-begun', table: 'progress', name: 'Begun', filter: all({ test: 'is', field: 'status', value: 'begun' }), sort: [{ field: 'last_time', descending: true }] }),
    ],
    charts: [
      chart({ id: 'minutes-by-week', table: 'time_by_topic', name: 'Minutes by week', form: 'stacked-bars', by: { field: 'date', part: 'week' }, split: { field: 'topic', part: null }, value: { fold: 'sum', field: 'minutes' } }),
      chart({ id: 'minutes-by-form', table: 'time_by_topic', name: 'Heard or read', form: 'shares', by: { field: 'form', part: null }, value: { fold: 'sum', field: 'minutes' }, order: 'by-first-total-descending' }),
      chart({
        id: 'finished-by-month', table: 'titles', name: 'Finished by month', form: 'bars', filter: all({ test: 'is', field: 'status', value: 'finished' }),
        by: { field: 'finished_on', part: 'month' }, value: { fold: 'count', field: null },
      }),
      chart({ id: 'minutes-added-up', table: 'entries', name: 'Minutes, added up', form: 'line', by: { field: 'date', part: 'day' }, value: { fold: 'sum', field: 'minutes' }, running: true }),
    ],
    today: [
      figure('Minutes today', 'entries', 'minutes', { test: 'in-period', field: 'date', period: 'today' }),
      figure('Minutes this week', 'entries', 'minutes', { test: 'in-period', field: 'date', period: 'this-week' }),
      figure('Finished this year', 'titles', null, { test: 'is', field: 'status', value: 'finished' }, { test: 'in-period', field: 'finished_on', period: 'this-year' }),
      { type: 'goals', name: 'Goals', table: 'goal_progress', filter: all(), label: 'goal', reached: 'reached', target: 'target', date: 'last_day' },
      { type: 'due', name: 'To give back', table: 'titles', filter: all({ test: 'filled', field: 'give_back_on' }), label: 'title', date: 'give_back_on', amount: null },
      { type: 'chart', chart: 'minutes-by-week' },
    ],
    fields: [
      { table: 'progress', field: 'pages_read', kind: 'whole-number' },
      { table: 'progress', field: 'minutes_spent', kind: 'whole-number' },
      { table: 'progress', field: 'sittings', kind: 'whole-number' },
      { table: 'progress', field: 'last_time', kind: 'date' },
      { table: 'goal_progress', field: 'reached', kind: 'whole-number' },
      { table: 'time_by_topic', field: 'date', kind: 'date' },
      { table: 'time_by_topic', field: 'minutes', kind: 'whole-number' },
    ],
  },
}
