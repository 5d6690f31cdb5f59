import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAppUpdate, TAKE_OVER_PATIENCE, type UpdateSource } from '../../../src/app/composables/appUpdate'

function fakeSource() {
  const listeners = new Map<string, () => void>()
  const source: UpdateSource = {
    addEventListener: (type, listener) => void listeners.set(type, listener),
    messageSkipWaiting: vi.fn(),
  }
  return { source, fire: (type: string) => listeners.get(type)?.() }
}

/** A window, whose memory outlives its pages. */
function fakeWindow() {
  const kept = new Map<string, string>()
  const memory = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
  return (isControlled: boolean) => ({ isControlled, reload: vi.fn(), memory })
}

describe('an update of the app', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is ready once a newer version waits, and taken only on demand', () => {
    const { source, fire } = fakeSource()
    const page = fakeWindow()(true)
    const update = createAppUpdate(source, page)
    update.registered(false)
    expect(update.updateReady.value).toBe(false)
    fire('waiting')
    expect(update.updateReady.value).toBe(true)
    expect(source.messageSkipWaiting).not.toHaveBeenCalled()
    update.take()
    expect(source.messageSkipWaiting).toHaveBeenCalledOnce()
    expect(page.reload).not.toHaveBeenCalled()
    fire('controlling')
    vi.advanceTimersByTime(10 * TAKE_OVER_PATIENCE)
    expect(page.reload).toHaveBeenCalledOnce()
  })

  it('reloads nothing when the first service worker ever takes over, but does when a second one follows', () => {
    const { source, fire } = fakeSource()
    const page = fakeWindow()(false)
    createAppUpdate(source, page)
    fire('controlling')
    expect(page.reload).not.toHaveBeenCalled()
    fire('controlling')
    expect(page.reload).toHaveBeenCalledOnce()
  })

  describe('that was taken and yet does not take over', () => {
    function stuck() {
      const open = fakeWindow()
      const first = open(true)
      const { source, fire } = fakeSource()
      const update = createAppUpdate(source, first)
      fire('waiting')
      update.take()
      vi.advanceTimersByTime(TAKE_OVER_PATIENCE - 1)
      expect(first.reload).not.toHaveBeenCalled()
      vi.advanceTimersByTime(1)
      expect(first.reload).toHaveBeenCalledOnce()
      return open
    }

    it('is taken without another question where the page came from the old version again', () => {
      const open = stuck()
      const again = open(true)
      const { source, fire } = fakeSource()
      createAppUpdate(source, again).registered(true)
      expect(source.messageSkipWaiting).toHaveBeenCalledOnce()
      fire('controlling')
      expect(again.reload).toHaveBeenCalledOnce()
    })

    it('is loaded once more where it took over while the page was loading, and then no more', () => {
      const open = stuck()
      const again = open(true)
      createAppUpdate(fakeSource().source, again).registered(false)
      expect(again.reload).toHaveBeenCalledOnce()
      const last = open(true)
      createAppUpdate(fakeSource().source, last).registered(false)
      expect(last.reload).not.toHaveBeenCalled()
    })
  })
})
