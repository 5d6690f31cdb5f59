import { getCurrentScope, onScopeDispose, readonly, shallowRef, type Ref } from 'vue'
import { useClient } from '../useClient'

/** UTC milliseconds of the app's clock, moved on every 20 seconds while something shows them. */
export function useNow(): Readonly<Ref<number>> {
  const { clock } = useClient()
  const now = shallowRef(clock.now().utc)
  const timer = setInterval(() => (now.value = clock.now().utc), 20_000)
  if (getCurrentScope()) onScopeDispose(() => clearInterval(timer))
  return readonly(now)
}
