import type { Manifest } from '../../../src/core/backup/manifest'
import type { Instant } from '../../../src/core/base/clock'
import type { BookHead } from '../../../src/core/book/bookHead'
import type { Relation } from '../../../src/core/book/lineage'
import type { Inspection } from '../../../src/core/restore/inspection'
import type { Verdict } from '../../../src/core/restore/verdict'
import type { Assessment } from '../../../src/worker/client/nightsafeClient'

export const instant = (iso: string): Instant => ({ utc: Date.parse(iso), offsetMinutes: 0, zone: 'UTC' })

const BOOK = 'b'.repeat(32)
const hex64 = (digit: string) => digit.repeat(64)
const branch = { branch: 'a'.repeat(32), from: 1, after: 0 }

export function manifestOf(change: Partial<Manifest> = {}): Manifest {
  return {
    backupDate: '2026-11-20T18:04:09+00:00',
    version: '1',
    databaseType: 'sqlite',
    appVersion: '0.1.0',
    kind: 'end-of-day',
    note: 'Float is 200',
    madeAt: instant('2026-11-20T18:04:09Z'),
    deviceName: 'Till',
    operatorName: 'Amara',
    book: {
      id: BOOK,
      name: 'Corner shop',
      createdAt: instant('2026-01-01T08:00:00Z'),
      currency: 'EUR',
      generation: 40,
      changedAt: instant('2026-11-20T17:58:00Z'),
      lineage: [branch],
      asleep: [],
      samples: [],
    },
    schemaDigest: hex64('1'),
    contentDigest: hex64('2'),
    tables: [
      { name: 'Sales', records: 1204, digest: hex64('4') },
      { name: 'Stock', records: 812, digest: hex64('5') },
    ],
    fieldsLeftOut: [],
    journalHead: '',
    ...change,
  }
}

export function inspectionOf(change: Partial<Inspection> = {}): Inspection {
  return {
    fileName: 'corner-shop_backup_20261120_180409.db',
    fileSize: 120_000,
    verdict: 'own-backup',
    format: 'nightsafe-db',
    wrappers: [],
    manifest: manifestOf(),
    contentDigest: hex64('2'),
    tables: [
      { name: 'Sales', kind: 'table', records: 1204 },
      { name: 'Stock', kind: 'table', records: 812 },
    ],
    views: [],
    triggers: [],
    findings: [],
    hint: null,
    salvageable: false,
    choices: [],
    ...change,
  }
}

export function headOf(generation: number): BookHead {
  return {
    identity: { bookId: BOOK, name: 'Corner shop', createdAt: instant('2026-01-01T08:00:00Z'), currency: 'EUR', lineage: [branch], asleep: [], samples: [] },
    generation,
    epoch: 1,
    size: 200_000,
    changedAt: instant('2026-11-21T16:40:00Z'),
  }
}

/** A file that is a backup of the open book, which stands 37 changes further unless told otherwise. */
export function sameBook(relation: Relation, tables: NonNullable<Assessment['live']>['tables'] = []): Assessment {
  return {
    inspection: inspectionOf(),
    verdict: { kind: 'same-book', relation },
    live: {
      head: headOf(77),
      contentDigest: hex64('3'),
      tables: tables.length > 0 ? tables : [
        { name: 'Sales', records: 1231, digest: hex64('6') },
        { name: 'Stock', records: 812, digest: hex64('7') },
        { name: 'Debtors', records: 4, digest: hex64('8') },
      ],
    },
  }
}

/** A file that cannot be held against a book. */
export function apart(kind: Exclude<Verdict['kind'], 'same-book'>, change: Partial<Inspection> = {}): Assessment {
  const verdict = kind === 'another-book' ? 'own-backup' : kind
  return { inspection: inspectionOf({ verdict, ...(kind === 'another-book' ? {} : { manifest: null, format: null }), ...change }), verdict: { kind }, live: null }
}
