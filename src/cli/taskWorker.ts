import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import initSqlJs from 'sql.js'
import { useQuickSha256 } from '../core/base/sha256'
import { createAgeEncryption } from '../platform/age/ageEncryption'
import { fileSpools } from '../platform/node/fileSpools'
import { nodeCompression } from '../platform/node/nodeCompression'
import { createNodeSha256 } from '../platform/node/nodeSha256'
import { nodeRandomBytes } from '../platform/node/nodeRandomBytes'
import { createSqlJsEngine } from '../platform/sqljs/sqlJsEngine'
import { readTarArchive } from '../platform/tar/tarArchive'
import { convertFile } from './convertTask'
import { diffFiles } from './diffTask'
import { withInspectedFile } from './inspectTask'
import { salvageToFile } from './salvageTask'
import type { Task, TaskResult } from './task'

// Composition root of the thread that touches files. It can be ended at any moment; the command line stays in charge.
const { task } = workerData as { task: Task }
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
const deps = { engine: await createSqlJsEngine({ initSqlJs }, 'export-and-compare'), compression: nodeCompression, encryption: createAgeEncryption(), readArchive: readTarArchive, spools: fileSpools, randomBytes: nodeRandomBytes, appVersion: version }

useQuickSha256(createNodeSha256)
parentPort?.postMessage('begun')
const result: TaskResult =
  task.type === 'inspect'
    ? await withInspectedFile(deps, task.path, task.given, ({ inspection }) => Promise.resolve({ type: 'inspected', inspection }))
    : task.type === 'diff'
      ? await diffFiles(deps, task)
      : task.type === 'salvage'
        ? await salvageToFile(deps, task)
        : await convertFile(deps, task)
parentPort?.postMessage(result)
