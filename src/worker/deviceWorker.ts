import * as Comlink from 'comlink'
import { startBrowserDevice } from './startBrowserDevice'

// The worker that serves the books of this browser to one window. The device is started in the background; a call
// that comes in before it is up waits for it.
Comlink.expose(startBrowserDevice())
