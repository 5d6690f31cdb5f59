import { all, chart, figure, view } from './layoutParts'
import type { Template } from './template'

/**
 * A desk that sends load files on to brokerages. Every day: uploads with how many records went through, and the errors.
 * Now and then: a brokerage, or a new version of how its columns are named. To be found: which errors are open, which
 * configuration fails most, what a column becomes.
 */
export const freight: Template = {
  id: 'freight',
  icon: 'freight',
  name: 'Freight desk',
  description: 'Brokerages, configurations with field mappings, upload history and errors.',
  tables: [
    {
      name: 'uploads',
      fields: [
        { name: 'file_name', kind: 'text', required: true },
        { name: 'started', kind: 'date-time', required: true, indexed: true, initial: { now: 'date-time' } },
        { name: 'brokerage', kind: 'reference', required: true, refersTo: 'brokerages' },
        { name: 'configuration', kind: 'reference', refersTo: 'configurations' },
        { name: 'records', kind: 'whole-number', required: true, least: 0 },
        { name: 'succeeded', kind: 'whole-number', required: true, least: 0, initial: 0 },
        { name: 'failed', kind: 'whole-number', required: true, least: 0, initial: 0 },
        { name: 'status', kind: 'choice', required: true, choices: ['waiting', 'running', 'done', 'done with errors', 'failed'], initial: 'waiting' },
        { name: 'seconds', kind: 'decimal', least: 0 },
        { name: 'uploaded_by', kind: 'text' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { file_name: 'northline_loads_1.csv', started: { daysAgo: 12, at: '08:42' }, brokerage: { sample: 0 }, configuration: { sample: 0 }, records: 118, succeeded: 118, failed: 0, status: 'done', seconds: 41.5, uploaded_by: 'Nora' },
        { file_name: 'prairie_week.xlsx', started: { daysAgo: 9, at: '16:05' }, brokerage: { sample: 1 }, configuration: { sample: 2 }, records: 260, succeeded: 251, failed: 9, status: 'done with errors', seconds: 96.2, uploaded_by: 'Nora' },
        { file_name: 'northline_loads_2.csv', started: { daysAgo: 5, at: '08:51' }, brokerage: { sample: 0 }, configuration: { sample: 0 }, records: 132, succeeded: 130, failed: 2, status: 'done with errors', seconds: 47.8, uploaded_by: 'Ben' },
        { file_name: 'prairie_week.xlsx', started: { daysAgo: 2, at: '15:48' }, brokerage: { sample: 1 }, configuration: { sample: 2 }, records: 244, succeeded: 0, failed: 244, status: 'failed', seconds: 3.1, uploaded_by: 'Ben', notes: 'The sheet had an empty first row.' },
        { file_name: 'northline_loads_3.csv', started: { daysAgo: 0, at: '08:47' }, brokerage: { sample: 0 }, configuration: { sample: 0 }, records: 125, succeeded: 125, failed: 0, status: 'done', seconds: 43, uploaded_by: 'Nora' },
      ],
    },
    {
      name: 'errors',
      fields: [
        { name: 'message', kind: 'text', required: true },
        { name: 'upload', kind: 'reference', required: true, refersTo: 'uploads' },
        { name: 'line', kind: 'whole-number', least: 1 },
        { name: 'field', kind: 'text' },
        { name: 'value', kind: 'text' },
        { name: 'severity', kind: 'choice', required: true, choices: ['warning', 'error'], initial: 'error' },
        { name: 'look_again_on', kind: 'date', indexed: true },
        { name: 'resolved', kind: 'yes-no', required: true, initial: 0 },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { message: 'Date is not a date', upload: { sample: 1 }, line: 14, field: 'load.pickup_date', value: '31.02.', severity: 'error', resolved: 1 },
        { message: 'Reference is missing', upload: { sample: 1 }, line: 77, field: 'load.reference', severity: 'error', look_again_on: { daysAgo: 1 }, resolved: 0, notes: 'Asked Prairie for the number.' },
        { message: 'Weight is not a number', upload: { sample: 2 }, line: 31, field: 'load.weight', value: '12k', severity: 'warning', resolved: 0 },
        { message: 'Date is not a date', upload: { sample: 2 }, line: 58, field: 'load.pickup_date', value: 'tbd', severity: 'error', look_again_on: { daysAgo: -1 }, resolved: 0 },
        { message: 'No column “Ref”', upload: { sample: 3 }, line: 1, field: 'load.reference', severity: 'error', look_again_on: { daysAgo: 0 }, resolved: 0 },
      ],
    },
    {
      name: 'brokerages',
      fields: [
        { name: 'name', kind: 'text', required: true, unique: true },
        { name: 'code', kind: 'text', required: true, unique: true },
        { name: 'environment', kind: 'choice', required: true, choices: ['test', 'live'], initial: 'test' },
        { name: 'contact', kind: 'text' },
        { name: 'phone', kind: 'text' },
        { name: 'email', kind: 'text' },
        { name: 'active', kind: 'yes-no', required: true, initial: 1 },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { name: 'Northline Freight', code: 'NLF', environment: 'live', contact: 'Grace', phone: '555 0133', active: 1 },
        { name: 'Prairie Loads', code: 'PRL', environment: 'live', contact: 'Omar', phone: '555 0158', active: 1, notes: 'Wants weights in pounds.' },
        { name: 'Harbour Haul', code: 'HBH', environment: 'test', contact: 'Lucia', active: 1 },
      ],
    },
    {
      name: 'configurations',
      fields: [
        { name: 'name', kind: 'text', required: true },
        { name: 'brokerage', kind: 'reference', required: true, refersTo: 'brokerages' },
        { name: 'version', kind: 'whole-number', required: true, initial: 1, least: 1 },
        { name: 'made_on', kind: 'date', required: true, initial: { now: 'date' } },
        { name: 'active', kind: 'yes-no', required: true, initial: 1 },
        { name: 'description', kind: 'long-text' },
      ],
      samples: [
        { name: 'Northline daily loads', brokerage: { sample: 0 }, version: 2, made_on: { daysAgo: 80 }, active: 1 },
        { name: 'Northline daily loads, old', brokerage: { sample: 0 }, version: 1, made_on: { daysAgo: 300 }, active: 0, description: 'Before they split the address.' },
        { name: 'Prairie weekly sheet', brokerage: { sample: 1 }, version: 1, made_on: { daysAgo: 120 }, active: 1 },
      ],
    },
    {
      name: 'field_mappings',
      fields: [
        { name: 'target_field', kind: 'text', required: true },
        { name: 'configuration', kind: 'reference', required: true, refersTo: 'configurations' },
        { name: 'source_column', kind: 'text' },
        { name: 'fixed_value', kind: 'text' },
        { name: 'kind', kind: 'choice', required: true, choices: ['text', 'number', 'date', 'yes or no'], initial: 'text' },
        { name: 'required', kind: 'yes-no', required: true, initial: 0 },
        { name: 'position', kind: 'whole-number', least: 1 },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { target_field: 'load.reference', configuration: { sample: 0 }, source_column: 'Load #', kind: 'text', required: 1, position: 1 },
        { target_field: 'load.pickup_date', configuration: { sample: 0 }, source_column: 'PU Date', kind: 'date', required: 1, position: 2 },
        { target_field: 'load.weight', configuration: { sample: 0 }, source_column: 'Weight lbs', kind: 'number', required: 0, position: 3 },
        { target_field: 'load.mode', configuration: { sample: 0 }, fixed_value: 'FTL', kind: 'text', required: 1, position: 4 },
        { target_field: 'load.reference', configuration: { sample: 2 }, source_column: 'Ref', kind: 'text', required: 1, position: 1 },
        { target_field: 'load.pickup_date', configuration: { sample: 2 }, source_column: 'Pickup', kind: 'date', required: 1, position: 2 },
      ],
    },
  ],
  views: [
    {
      name: 'brokerage_results',
      sql: `
SELECT b.name AS brokerage, count(u.id) AS uploads, coalesce(sum(u.records), 0) AS records, coalesce(sum(u.succeeded), 0) AS succeeded, coalesce(sum(u.failed), 0) AS failed,
  round(100.0 * sum(u.succeeded) / sum(nullif(u.records, 0)), 1) AS percent_succeeded, max(u.started) AS last_upload
FROM brokerages b LEFT JOIN uploads u ON u.brokerage = b.id
GROUP BY b.id`,
    },
    {
      name: 'open_errors',
      sql: `
SELECT e.message, e.field, count(*) AS errors, max(u.started) AS last_seen, group_concat(DISTINCT b.name) AS brokerages
FROM errors e JOIN uploads u ON u.id = e.upload JOIN brokerages b ON b.id = u.brokerage
WHERE e.resolved = 0
GROUP BY e.message, e.field`,
    },
    {
      name: 'mapping_sheet',
      sql: `
SELECT b.name AS brokerage, c.name AS configuration, c.version, m.position, coalesce(m.source_column, '= ' || m.fixed_value) AS comes_from, m.target_field, m.kind, m.required
FROM field_mappings m JOIN configurations c ON c.id = m.configuration JOIN brokerages b ON b.id = c.brokerage
WHERE c.active = 1`,
    },
  ],
  layout: {
    views: [
      view({
        id: 'uploads-this-week', table: 'uploads', name: 'This week', filter: all({ test: 'in-period', field: 'started', period: 'this-week' }), sort: [{ field: 'started', descending: true }],
        totals: [{ fold: 'sum', field: 'records' }, { fold: 'sum', field: 'succeeded' }, { fold: 'sum', field: 'failed' }],
      }),
      view({ id: 'uploads-with-errors', table: 'uploads', name: 'With errors', filter: all({ test: 'greater', field: 'failed', value: 0 }), sort: [{ field: 'started', descending: true }], totals: [{ fold: 'sum', field: 'failed' }] }),
      view({
        id: 'uploads-by-brokerage', table: 'uploads', name: 'By brokerage', groups: [{ field: 'brokerage', part: null }], sort: [{ field: 'started', descending: true }],
        totals: [{ fold: 'sum', field: 'records' }, { fold: 'sum', field: 'failed' }],
      }),
      view({ id: 'errors-open', table: 'errors', name: 'Open', filter: all({ test: 'is', field: 'resolved', value: 0 }), sort: [{ field: 'look_again_on', descending: false }], totals: [{ fold: 'count', field: null }] }),
      view({ id: 'errors-by-field', table: 'errors', name: 'By field', groups: [{ field: 'field', part: null }], totals: [{ fold: 'count', field: null }] }),
      view({ id: 'configurations-active', table: 'configurations', name: 'In use', filter: all({ test: 'is', field: 'active', value: 1 }), sort: [{ field: 'brokerage', descending: false }] }),
      view({ id: 'mappings-by-configuration', table: 'field_mappings', name: 'By configuration', groups: [{ field: 'configuration', part: null }], sort: [{ field: 'position', descending: false }] }),
      view({ id: 'sheet', table: 'mapping_sheet', name: 'Sheet', groups: [{ field: 'configuration', part: null }], sort: [{ field: 'position', descending: false }] }),
    ],
    charts: [
      chart({
        id: 'records-by-week', table: 'uploads', name: 'Records sent by week', form: 'stacked-bars', by: { field: 'started', part: 'week' }, split: { field: 'brokerage', part: null }, value: { fold: 'sum', field: 'succeeded' },
      }),
      chart({ id: 'failed-by-brokerage', table: 'uploads', name: 'Failed records by brokerage', form: 'bars', by: { field: 'brokerage', part: null }, value: { fold: 'sum', field: 'failed' }, order: 'by-first-total-descending' }),
      chart({ id: 'errors-by-message', table: 'errors', name: 'Errors by message', form: 'shares', by: { field: 'message', part: null }, value: { fold: 'count', field: null }, order: 'by-first-total-descending' }),
      chart({ id: 'seconds-by-day', table: 'uploads', name: 'Seconds for an upload', form: 'line', by: { field: 'started', part: 'day' }, value: { fold: 'average', field: 'seconds' } }),
    ],
    today: [
      figure('Uploads today', 'uploads', null, { test: 'in-period', field: 'started', period: 'today' }),
      figure('Records sent this week', 'uploads', 'succeeded', { test: 'in-period', field: 'started', period: 'this-week' }),
      figure('Open errors', 'errors', null, { test: 'is', field: 'resolved', value: 0 }),
      { type: 'due', name: 'Errors to look at', table: 'errors', filter: all({ test: 'is', field: 'resolved', value: 0 }), label: 'message', date: 'look_again_on', amount: null },
      { type: 'due', name: 'Uploads not done', table: 'uploads', filter: all({ test: 'one-of', field: 'status', values: ['waiting', 'running', 'failed'] }), label: 'file_name', date: 'started', amount: null },
      { type: 'chart', chart: 'records-by-week' },
    ],
    fields: [
      { table: 'brokerage_results', field: 'uploads', kind: 'whole-number' },
      { table: 'brokerage_results', field: 'records', kind: 'whole-number' },
      { table: 'brokerage_results', field: 'succeeded', kind: 'whole-number' },
      { table: 'brokerage_results', field: 'failed', kind: 'whole-number' },
      { table: 'brokerage_results', field: 'percent_succeeded', kind: 'decimal' },
      { table: 'brokerage_results', field: 'last_upload', kind: 'date-time' },
      { table: 'open_errors', field: 'errors', kind: 'whole-number' },
      { table: 'open_errors', field: 'last_seen', kind: 'date-time' },
    ],
  },
}
