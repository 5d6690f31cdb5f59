import { expect, it, vi } from 'vitest'
import { useInstall, watchInstall } from '../../../src/app/composables/useInstall'

function offer(outcome: 'accepted' | 'dismissed') {
  const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt: vi.fn(() => Promise.resolve({ outcome })) })
  window.dispatchEvent(event)
  return event
}

it('keeps the offer to install until it is asked for, and uses it once', async () => {
  watchInstall()
  const { canInstall, isInstalled, install } = useInstall()
  expect(canInstall.value).toBe(false)
  expect(await install()).toBe(false)

  const declined = offer('dismissed')
  expect(declined.defaultPrevented).toBe(true)
  expect(canInstall.value).toBe(true)
  expect(declined.prompt).not.toHaveBeenCalled()
  expect(await install()).toBe(false)
  expect(declined.prompt).toHaveBeenCalledOnce()
  expect(canInstall.value).toBe(false)

  offer('accepted')
  expect(await install()).toBe(true)
  window.dispatchEvent(new Event('appinstalled'))
  expect(isInstalled.value).toBe(true)
  expect(canInstall.value).toBe(false)
})
