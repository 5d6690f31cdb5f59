import type { Settings } from '../../core/routine/settings'

/** Shows the chosen colours and density, and leaves copies for `public/look.js`, which applies them before the first paint of the next visit. */
export function applyLook({ theme, density }: Pick<Settings, 'theme' | 'density'>): void {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset['theme']
  else dataset['theme'] = theme
  if (density === 'comfortable') delete dataset['density']
  else dataset['density'] = density
  document.querySelector('meta[name="color-scheme"]')?.setAttribute('content', theme === 'system' ? 'light dark' : theme)
  try {
    localStorage.setItem('nightsafe-theme', theme)
    localStorage.setItem('nightsafe-density', density)
  } catch (error) {
    console.warn('the look is not remembered for the first paint', error)
  }
}
