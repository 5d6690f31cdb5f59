import { Palette, Rows3 } from '@lucide/vue'
import type { useSettingsStore } from '../../stores/settings'
import type { Command } from './commandList'

/** What changes the look, as the settings page does; what is chosen already is not offered. */
export function lookCommands(settings: ReturnType<typeof useSettingsStore>, t: (key: string) => string): readonly Command[] {
  const themes = (['system', 'light', 'dark'] as const).filter((theme) => theme !== settings.theme)
  const densities = (['comfortable', 'compact'] as const).filter((density) => density !== settings.density)
  return [
    ...themes.map((theme): Command => ({ id: `theme ${theme}`, group: 'look', label: t(`palette.theme.${theme}`), icon: Palette, run: () => void settings.change({ theme }) })),
    ...densities.map((density): Command => ({ id: `density ${density}`, group: 'look', label: t(`palette.density.${density}`), icon: Rows3, run: () => void settings.change({ density }) })),
  ]
}
