import * as Comlink from 'comlink'
import { useQuickSha256 } from '../core/base/sha256'
import { createAgeEncryption } from '../platform/age/ageEncryption'
import { blobSpools } from '../platform/browser/blobSpools'
import { randomBytes } from '../platform/browser/randomBytes'
import { streamCompression } from '../platform/browser/streamCompression'
import { readTarArchive } from '../platform/tar/tarArchive'
import { startBrowserEngine } from './browserEngine'
import { deferApi } from './deferApi'
import type { JobApi } from './jobApi'
import { createJobs } from './jobs'

/** Without it, everything works as well and takes a little longer. */
function quickenSha256(): Promise<void> {
  return import('../platform/browser/wasmSha256').then(({ loadWasmSha256 }) => loadWasmSha256()).then(useQuickSha256, () => undefined)
}

/** Whole books leave the worker without being copied. */
function handingOver(jobs: JobApi): JobApi {
  return {
    ...jobs,
    async planImport() {
      const plan = await jobs.planImport()
      return plan.ok && plan.value.by === 'state' ? Comlink.transfer(plan, [plan.value.made.state.bytes.buffer]) : plan
    },
  }
}

/** The jobs of a throw-away worker; the engine starts with the first call. */
export function startBrowserJobs(): JobApi {
  return deferApi(
    Promise.all([startBrowserEngine(), quickenSha256()]).then(([engine]) => handingOver(createJobs({ engine, compression: streamCompression, encryption: createAgeEncryption(), readArchive: readTarArchive, spools: blobSpools, randomBytes, appVersion: __APP_VERSION__ }))),
  )
}
