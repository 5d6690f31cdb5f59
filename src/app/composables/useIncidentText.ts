import { useI18n } from 'vue-i18n'
import type { Incident } from '../../core/book/bookSession'
import { useFormat } from './useFormat'

/** Gives the plain words for something that happened to a stored book. */
export function useIncidentText(): (incident: Incident) => { title: string; detail: string } {
  const { t } = useI18n()
  const format = useFormat()

  function detail(incident: Incident): string {
    switch (incident.type) {
      case 'BookGone':
        return t('start.incidents.BookGone.detail', { known: format.number(incident.known) })
      case 'BookUnreadable':
        return t('start.incidents.BookUnreadable.detail', { detail: incident.detail })
      case 'ChangesMissing':
        return t('start.incidents.ChangesMissing.detail', { known: format.number(incident.known), found: format.number(incident.found) })
      case 'HomeRebuilt':
      case 'LogRebuilt':
        return t(`start.incidents.${incident.type}.detailByCause.${incident.cause}`)
    }
  }

  return (incident) => ({ title: t(`start.incidents.${incident.type}.title`, { name: incident.name }), detail: detail(incident) })
}
