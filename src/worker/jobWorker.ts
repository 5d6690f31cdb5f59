import * as Comlink from 'comlink'
import { startBrowserJobs } from './startBrowserJobs'

// The worker that does one job and is thrown away.
Comlink.expose(startBrowserJobs())
