import { computed, readonly, ref, shallowRef } from 'vue'

/** What Chromium fires when the app may be installed; no other browser has it. https://wicg.github.io/manifest-incubations */
interface BeforeInstallPromptEvent extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>
}

const offer = shallowRef<BeforeInstallPromptEvent | null>(null)
const isInstalled = ref(false)

/**
 * Keeps the browser's offer to install until somebody asks for it, instead of letting the browser show it at first
 * sight. Call it once, before anything is drawn: the browser makes the offer only once a page.
 */
export function watchInstall(target: Window = window): void {
  isInstalled.value = target.matchMedia('(display-mode: standalone)').matches
  target.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offer.value = event as BeforeInstallPromptEvent
  })
  target.addEventListener('appinstalled', () => {
    offer.value = null
    isInstalled.value = true
  })
}

/**
 * Installing the app. `canInstall` is true while the browser offers it; `install` shows the browser's own question and
 * gives whether the person agreed (false, too, when there is no offer).
 */
export function useInstall() {
  async function install(): Promise<boolean> {
    const kept = offer.value
    if (!kept) return false
    // An offer can be used once; the browser makes another when it sees fit.
    offer.value = null
    const { outcome } = await kept.prompt()
    return outcome === 'accepted'
  }

  return { canInstall: computed(() => offer.value !== null), isInstalled: readonly(isInstalled), install }
}
