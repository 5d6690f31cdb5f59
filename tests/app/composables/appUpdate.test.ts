import { describe, expect, it, vi } from 'vitest'
import { createAppUpdate, type UpdateSource } from '../../../src/app/composables/appUpdate'

function fakeSource() {
  const listeners = new Map<string, () => void>()
  const source: UpdateSource = {
    addEventListener: (type, listener) => void listeners.set(type, listener),
    messageSkipWaiting: vi.fn(),
  }
  return { source, fire: (type: string) => listeners.get(type)?.() }
}

describe('an update of the app', () => {
  it('is ready once a newer version waits, and taken only on demand', () => {
    const { source, fire } = fakeSource()
    const reload = vi.fn()
    const update = createAppUpdate(source, true, reload)
    expect(update.updateReady.value).toBe(false)
    fire('waiting')
    expect(update.updateReady.value).toBe(true)
    expect(source.messageSkipWaiting).not.toHaveBeenCalled()
    update.take()
    expect(source.messageSkipWaiting).toHaveBeenCalledOnce()
    expect(reload).not.toHaveBeenCalled()
    fire('controlling')
    expect(reload).toHaveBeenCalledOnce()
  })

  it('reloads nothing when the first service worker ever takes over, but does when a second one follows', () => {
    const { source, fire } = fakeSource()
    const reload = vi.fn()
    createAppUpdate(source, false, reload)
    fire('controlling')
    expect(reload).not.toHaveBeenCalled()
    fire('controlling')
    expect(reload).toHaveBeenCalledOnce()
  })
})
