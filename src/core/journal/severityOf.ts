import type { Incident } from '../book/bookSession'
import type { JournalEntry, JournalEvent } from './journalEntry'

type Severity = JournalEntry['severity']

/** A second copy saved the book: a warning. Something is lost or cannot be read: an error. */
const INCIDENTS: Readonly<Record<Incident['type'], Severity>> = {
  HomeRebuilt: 'warning',
  LogRebuilt: 'warning',
  ChangesMissing: 'error',
  BookGone: 'error',
  BookUnreadable: 'error',
}

const EVENTS: Readonly<Record<Exclude<JournalEvent['type'], 'incident'>, Severity>> = {
  'book-created': 'info',
  'book-adopted': 'info',
  'book-opened-from-backup': 'info',
  'book-salvaged': 'warning',
  'book-removed': 'warning',
  'backup-offered': 'info',
  'backup-confirmed': 'info',
  'backup-failed': 'error',
  'day-closed': 'info',
  restored: 'warning',
  'restore-undone': 'warning',
  'went-back': 'warning',
  'brought-in': 'info',
  'file-refused': 'warning',
  'settings-changed': 'info',
}

/** How much attention an event asks for in the journal. */
export function severityOf(event: JournalEvent): Severity {
  return event.type === 'incident' ? INCIDENTS[event.incident.type] : EVENTS[event.type]
}
