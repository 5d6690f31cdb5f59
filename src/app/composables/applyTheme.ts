import type { Settings } from '../../core/routine/settings'

const KEY = 'nightsafe-theme'

/** Shows a theme and leaves a copy for `public/theme.js`, which applies it before the first paint of the next visit. */
export function applyTheme(theme: Settings['theme']): void {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset['theme']
  else dataset['theme'] = theme
  try {
    localStorage.setItem(KEY, theme)
  } catch (error) {
    console.warn('the theme is not remembered for the first paint', error)
  }
}
