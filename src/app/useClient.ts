import { inject, type InjectionKey } from 'vue'
import type { NightsafeClient } from '../worker/client/nightsafeClient'

/** Under which the app provides its client. */
export const clientKey: InjectionKey<NightsafeClient> = Symbol('nightsafe client')

/** The client of this app. Stores and components ask for it in their setup. */
export function useClient(): NightsafeClient {
  const client = inject(clientKey)
  if (!client) throw new Error('no client is provided')
  return client
}
