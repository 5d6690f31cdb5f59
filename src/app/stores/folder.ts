import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { ReadFiles, RememberedFolder } from '../../worker/client/rememberedFolder'

const NOTHING: ReadFiles = { files: [], folder: 'none' }

/**
 * The folder of the person's backups, and files given lately, as far as this browser lets a page remember them. `load`
 * first: it also makes sure that a click later goes straight to the browser's question.
 */
export const useFolderStore = defineStore('folder', () => {
  /** Whether this browser lets a page keep a folder. */
  const canChoose = ref(false)
  const name = ref<string | null>(null)
  const recentCount = ref(0)
  let places: Promise<RememberedFolder> | null = null

  function open(): Promise<RememberedFolder> | null {
    if (typeof indexedDB === 'undefined') return null
    places ??= import('../../worker/client/rememberedFolder').then(({ createRememberedFolder }) => createRememberedFolder())
    return places
  }

  async function load(): Promise<void> {
    const opened = await open()
    canChoose.value = opened?.canChoose ?? false
    name.value = (await opened?.folderName()) ?? null
    recentCount.value = (await opened?.recentCount()) ?? 0
  }

  async function choose(): Promise<void> {
    const chosen = await (await open())?.chooseFolder()
    if (chosen) name.value = chosen
  }

  async function forget(): Promise<void> {
    await (await open())?.forgetFolder()
    name.value = null
  }

  const remember = async (handle: FileSystemHandle | null): Promise<void> => (await open())?.rememberFile(handle)
  const gather = async (): Promise<ReadFiles> => (await (await open())?.gather()) ?? NOTHING
  const filesOfFolder = async (): Promise<ReadFiles> => (await (await open())?.filesOfFolder()) ?? NOTHING

  return { canChoose, name, recentCount, load, choose, forget, remember, gather, filesOfFolder }
})
