import { useI18n } from 'vue-i18n'
import type { JournalEvent } from '../../core/journal/journalEntry'
import { useFormat } from './useFormat'
import { useIncidentText } from './useIncidentText'

/** Gives the plain sentence for what a journal entry tells. */
export function useJournalSentence(): (event: JournalEvent) => string {
  const { t, te } = useI18n()
  const format = useFormat()
  const incidentText = useIncidentText()
  const known = (key: string, otherwise: string) => (te(key) ? t(key) : otherwise)
  const words = (type: JournalEvent['type'], values: Record<string, string>) => t(`journal.events.${type}`, values)

  return (event) => {
    switch (event.type) {
      case 'book-created':
        return words(event.type, {})
      case 'book-adopted':
        return words(event.type, {
          file: event.fileName,
          format: known(`journal.formats.${event.format}`, event.format),
          records: format.counted('base.records', event.records),
        })
      case 'book-opened-from-backup':
      case 'backup-confirmed':
        return words(event.type, { file: event.fileName, generation: format.number(event.generation) })
      case 'book-salvaged':
        return words(event.type, { file: event.fileName, records: format.counted('base.records', event.recovered) })
      case 'book-removed':
        return words(event.type, { generation: format.number(event.generation) })
      case 'backup-offered':
        return words(event.type, {
          kind: t(`journal.kinds.${event.kind}`),
          file: event.fileName,
          size: format.bytes(event.bytes),
          generation: format.number(event.generation),
        })
      case 'backup-failed':
        return words(event.type, { kind: t(`journal.kinds.${event.kind}`), reason: lowerFirst(t(`failures.${event.failure}.title`)) })
      case 'day-closed':
        return t(event.note === '' ? 'journal.events.day-closed' : 'journal.events.day-closed-note', { generation: format.number(event.generation), note: event.note })
      case 'restored':
        return words(event.type, { file: event.fileName, from: format.number(event.fromGeneration) })
      case 'went-back':
        return t(`journal.events.went-back-${event.copy}${event.safetyCopy === '' ? '-anew' : ''}`, {
          generation: format.number(event.copyGeneration),
          from: format.number(event.fromGeneration),
        })
      case 'restore-undone':
        return words(event.type, {})
      case 'brought-in':
        return t(event.fileName === '' ? 'journal.events.brought-in-kept' : 'journal.events.brought-in', {
          file: event.fileName,
          added: format.number(event.added),
          changed: format.number(event.changed),
        })
      case 'file-refused':
        return words(event.type, { file: event.fileName, reason: lowerFirst(known(`findings.${event.code}.title`, event.code)) })
      case 'incident': {
        const text = incidentText(event.incident)
        return `${text.title}. ${text.detail}`
      }
      case 'settings-changed':
        return words(event.type, { names: format.list(event.names.map((name) => known(`journal.settings.${name}`, name))) })
    }
  }
}

/** For a title that goes on within a sentence; only its own first word changes. */
function lowerFirst(text: string): string {
  return text.charAt(0).toLocaleLowerCase() + text.slice(1)
}
