import { onScopeDispose } from 'vue'
import type { DeviceEvent } from '../../worker/deviceApi'
import { useBookStore } from '../stores/book'
import { useDeviceStore } from '../stores/device'
import { useClient } from '../useClient'

/** Carries what the device tells (changes here and in other windows, storage trouble) into the stores. */
export function useDeviceEvents(): void {
  const client = useClient()
  const book = useBookStore()
  const device = useDeviceStore()
  let askedToPersist = false

  function hear(event: DeviceEvent): void {
    switch (event.type) {
      case 'book-changed':
        device.rememberHead(event.head)
        book.accept(event.head)
        if (!event.here) return
        device.storageFailure = null
        // the first change is the first thing to lose: now is the time to ask the browser to keep it
        if (!askedToPersist) void device.persist()
        askedToPersist = true
        return
      case 'book-removed':
        device.forget(event.bookId)
        if (event.bookId === book.bookId) book.close()
        return
      case 'storage-failing':
        device.storageFailure = event.failure
        return
      case 'incident':
        device.addIncidents([event.incident])
        return
      case 'book-opened':
      case 'journal-grew':
      case 'restore-points-changed':
        return
    }
  }

  onScopeDispose(client.onEvent(hear))
}
