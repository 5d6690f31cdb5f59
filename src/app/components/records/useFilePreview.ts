import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { base64ToBytes } from '../../../core/base/bytes'
import { fileFormatOf } from '../../fields/fileFormat'

/** What a file kept in a field is: its bytes, what they are, and the address of a picture while this is in use. Base64 in; empty for no file. */
export function useFilePreview(base64: Ref<string>) {
  const bytes = computed(() => (base64.value === '' ? null : base64ToBytes(base64.value)))
  const format = computed(() => bytes.value && fileFormatOf(bytes.value))
  const address = shallowRef<string | null>(null)

  function revoke() {
    if (address.value !== null) URL.revokeObjectURL(address.value)
    address.value = null
  }

  watch([bytes, format], () => {
    revoke()
    if (!bytes.value || format.value?.isPicture !== true) return
    address.value = URL.createObjectURL(new Blob([bytes.value.slice()], { type: format.value.mediaType }))
  }, { immediate: true })
  onScopeDispose(revoke)

  /** Hands the file to the person under a name that says what it is. */
  function saveAs(name: string) {
    if (!bytes.value) return
    const url = URL.createObjectURL(new Blob([bytes.value.slice()], { type: 'application/octet-stream' }))
    const link = document.createElement('a')
    link.href = url
    link.download = `${name.replace(/[\\/:*?"<>|]/gu, ' ').trim().slice(0, 80)}${format.value?.extension ?? ''}`
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
  }

  return { format, address, saveAs }
}
