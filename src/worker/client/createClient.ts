import type { Clock } from '../../core/base/clock'
import type { Failure } from '../../core/base/failure'
import { fail, ok, type Result } from '../../core/base/result'
import type { Witness } from '../../core/book/storage'
import type { Inspection } from '../../core/restore/inspection'
import { decideVerdict } from '../../core/restore/verdict'
import type { BackupFact } from '../../core/routine/backupFacts'
import type { Settings } from '../../core/routine/settings'
import type { BackupRequest, DeviceApi, DeviceEvent } from '../deviceApi'
import type { GivenFile, JobApi, MadeBackup } from '../jobApi'
import { createCopies } from './copies'
import { createEmergency } from './emergency'
import { createExporting } from './exporting'
import { createImporting } from './importing'
import { createSalvaging } from './salvaging'
import { toGivenFile } from './toGivenFile'
import type { Assessment, CheckedBackup, NightsafeClient, Run } from './nightsafeClient'
import { runInJob, type JobHandle } from './runInJob'

/** Where the settings of a device are kept. */
export interface SettingsStore {
  read(): Promise<Settings>
  write(settings: Settings): Promise<void>
}

/** Where the witnesses are kept: on the page's side, apart from the books. */
export interface WitnessStore {
  readAll(): readonly Witness[]
  write(witness: Witness): void
  remove(bookId: string): void
}

/** What a client is made of; the browser and the tests give their own. */
export interface ClientParts {
  readonly device: DeviceApi
  /** Starts a worker for one job. */
  startJob(): JobHandle
  readonly clock: Clock
  readonly settingsStore: SettingsStore
  readonly settings: Settings
  readonly witnesses: WitnessStore
  persist(): Promise<boolean>
}

// what only waits for a passphrase or a choice is no refusal
const REFUSED: readonly Inspection['verdict'][] = ['damaged', 'not-a-backup', 'newer-app']

/** The client over a device and jobs, wherever these run. */
export function createClient(parts: ClientParts): NightsafeClient {
  const { device, clock } = parts
  let settings = parts.settings
  const listeners = new Set<(event: DeviceEvent) => void>()
  const who = () => settings.operatorName

  function onDeviceEvent(event: DeviceEvent) {
    if (event.type === 'book-changed' || event.type === 'book-opened') {
      const { identity, generation } = event.head
      parts.witnesses.write({ bookId: event.bookId, name: identity.name, generation })
    }
    if (event.type === 'book-removed') parts.witnesses.remove(event.bookId)
    for (const listen of listeners) listen(event)
  }

  function fullRequest(bookId: string, request: Pick<BackupRequest, 'kind' | 'note'> & Partial<Pick<BackupRequest, 'form' | 'gzip' | 'passphrase'>>): BackupRequest {
    const book = settings.books[bookId]
    return {
      kind: request.kind,
      note: request.note,
      form: request.form ?? settings.backupForm,
      gzip: request.gzip ?? settings.gzip,
      passphrase: request.passphrase === undefined ? (book?.encryption?.passphrase ?? null) : request.passphrase,
      deviceName: settings.deviceName,
      operatorName: settings.operatorName,
      at: clock.now(),
      keepFields: book?.keepFields ?? [],
      leaveOutFields: book?.leaveOutFields ?? [],
    }
  }

  async function makeBackup(
    job: JobApi,
    commit: () => boolean,
    bookId: string,
    request: BackupRequest,
    onProgress: Parameters<JobApi['makeBackup']>[2],
    offer: (made: MadeBackup) => void,
  ): Promise<Result<MadeBackup, Failure>> {
    const snapshot = await device.snapshot(bookId)
    if (!snapshot.ok) return snapshot
    const made = await job.makeBackup(snapshot.value, request, onProgress)
    if (!made.ok) {
      await device.note({ at: clock.now(), bookId, who: who(), severity: 'error', event: { type: 'backup-failed', kind: request.kind, failure: made.failure.type } })
      return made
    }
    if (!commit()) return fail({ type: 'Cancelled' })
    // the file first: what is written down before it could be true of a file that nobody has
    offer(made.value)
    const { file, fileName, manifest, seal } = made.value
    const noted = await device.note({
      at: clock.now(),
      bookId,
      who: who(),
      severity: 'info',
      event: {
        type: 'backup-offered',
        kind: request.kind,
        form: request.form,
        fileName,
        bytes: file.size,
        generation: manifest.book.generation,
        seal,
        contentDigest: manifest.contentDigest,
      },
    })
    // a device that cannot store a line any more is where a backup is needed most: it counts all the same
    if (!noted.ok) onDeviceEvent({ type: 'storage-failing', failure: noted.failure })
    else if (request.kind === 'end-of-day') {
      await device.note({ at: clock.now(), bookId, who: who(), severity: 'info', event: { type: 'day-closed', generation: manifest.book.generation, note: request.note } })
    }
    return made
  }

  async function assess(job: JobApi, given: GivenFile, bookId: string | null, onProgress: Parameters<JobApi['inspect']>[1]): Promise<Result<Assessment, Failure>> {
    const { file } = given
    const inspection = await job.inspect(given, onProgress)
    if (REFUSED.includes(inspection.verdict)) {
      const code = inspection.findings.find((finding) => finding.severity === 'error')?.code ?? inspection.verdict
      await device.note({ at: clock.now(), bookId, who: who(), severity: 'warning', event: { type: 'file-refused', fileName: file.name, code } })
    }
    const manifest = inspection.manifest
    if (!bookId || inspection.verdict !== 'own-backup' || manifest?.book.id !== bookId) {
      return ok({ inspection, verdict: decideVerdict(inspection, null), live: null })
    }
    const snapshot = await device.snapshot(bookId)
    if (!snapshot.ok) return snapshot
    // a worker of its own: the one that opened the file is not trusted with facts about the book
    const facts = await runInJob(parts.startJob, (other) => other.liveFacts(snapshot.value, manifest.fieldsLeftOut)).outcome
    if (!facts.ok) return facts
    const assessment = { inspection, verdict: decideVerdict(inspection, facts.value), live: facts.value }
    // dropped back in and found good is confirmed, whichever way the file came
    const confirmed = await confirmBackup(file, bookId, assessment)
    return confirmed.ok ? ok(assessment) : confirmed
  }

  /** Confirms the backup that this device made and that the file is; null when it made none such. */
  async function confirmBackup(file: File, bookId: string, { inspection, verdict }: Assessment): Promise<Result<BackupFact | null, Failure>> {
    const { manifest, format } = inspection
    if (verdict.kind !== 'same-book' || !manifest) return ok(null)
    const facts = await device.backupFacts(bookId)
    if (!facts.ok) return facts
    const form = format === 'nightsafe-json' ? 'json' : 'db'
    const fact = facts.value.find(
      (one) => one.contentDigest === manifest.contentDigest && one.generation === manifest.book.generation && one.bytes === file.size && one.form === form,
    )
    if (!fact || fact.confirmedAt) return ok(fact ?? null)
    const noted = await device.note({
      at: clock.now(),
      bookId,
      who: who(),
      severity: 'info',
      event: { type: 'backup-confirmed', seal: fact.seal, fileName: file.name, generation: fact.generation },
    })
    return noted.ok ? ok(fact) : noted
  }

  async function check(job: JobApi, given: GivenFile, bookId: string, onProgress: Parameters<JobApi['inspect']>[1]): Promise<Result<CheckedBackup, Failure>> {
    const assessed = await assess(job, given, bookId, onProgress)
    if (!assessed.ok) return assessed
    const assessment = assessed.value
    const { verdict } = assessment
    if (verdict.kind === 'another-book') return ok({ kind: 'good', assessment })
    if (verdict.kind !== 'same-book') return ok({ kind: 'not-good', assessment })
    const confirmed = await confirmBackup(given.file, bookId, assessment)
    if (!confirmed.ok) return confirmed
    // a backup that another device made of the same book is good, and none of ours
    return ok(confirmed.value ? { kind: 'confirmed', assessment, offeredAt: confirmed.value.offeredAt.utc } : { kind: 'good', assessment })
  }

  const run = <T>(work: Parameters<typeof runInJob<T>>[1]): Run<T> => runInJob(parts.startJob, work)

  return {
    clock,
    device,
    async start() {
      await device.listen(onDeviceEvent)
      return device.start(parts.witnesses.readAll(), clock.now())
    },
    onEvent(listen) {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
    settings: () => settings,
    async changeSettings(change) {
      settings = { ...settings, ...change }
      await parts.settingsStore.write(settings)
    },
    forgetBook: (bookId) => parts.witnesses.remove(bookId),
    makeBackup: (bookId, request, onProgress, offer = () => undefined) =>
      run((job, commit) => makeBackup(job, commit, bookId, fullRequest(bookId, request), onProgress, offer)),
    assessFile: (file, bookId, onProgress) => run((job) => assess(job, toGivenFile(file), bookId, onProgress)),
    checkBackup: (file, bookId, onProgress) => run((job) => check(job, toGivenFile(file), bookId, onProgress)),
    restoreOver: (file, bookId, onProgress) =>
      run(async (job, commit) => {
        const given = toGivenFile(file)
        const live = await device.snapshot(bookId)
        if (!live.ok) return live
        const { name, currency } = live.value.head.identity
        const prepared = await job.prepare(given, { live: live.value, name, currency, wake: false, at: clock.now() }, onProgress)
        if (!prepared.ok) return prepared
        if (!commit()) return fail({ type: 'Cancelled' })
        onProgress({ step: 'switching', done: 0, total: 0 })
        return device.replaceBook(bookId, prepared.value, given.file.name, clock.now(), who())
      }),
    openAsNewBook: (file, request, onProgress) =>
      run(async (job, commit) => {
        const given = toGivenFile(file)
        const prepared = await job.prepare(given, { live: null, ...request, at: clock.now() }, onProgress)
        if (!prepared.ok) return prepared
        if (!commit()) return fail({ type: 'Cancelled' })
        const { identity } = prepared.value
        return device.addBook({ ...prepared.value, identity: { ...identity, name: request.name || identity.name } }, given.file.name, clock.now(), who())
      }),
    readShape: (file) => run((job) => job.readShape(file)),
    saveShape: (bookId, request) =>
      run(async (job) => {
        const snapshot = await device.snapshot(bookId)
        return snapshot.ok ? job.saveShape(snapshot.value, request) : snapshot
      }),
    persist: () => parts.persist(),
    ...createCopies({ ...parts, who }),
    ...createImporting({ ...parts, who }),
    ...createExporting(parts),
    ...createSalvaging({ ...parts, who }),
    ...createEmergency({ ...parts, settings: () => settings }),
  }
}
