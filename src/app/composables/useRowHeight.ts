import { onBeforeUnmount, readonly, shallowRef, type Ref } from 'vue'

const OF_THE_LOOK = 32

function read(): number {
  const wanted = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row-height'))
  return wanted > 0 ? wanted : OF_THE_LOOK
}

/** How high a row of records is, in CSS pixels: the look's `--row-height`, followed when the person chooses another density. */
export function useRowHeight(): Readonly<Ref<number>> {
  const height = shallowRef(read())
  const watcher = new MutationObserver(() => (height.value = read()))
  watcher.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density'] })
  onBeforeUnmount(() => watcher.disconnect())
  return readonly(height)
}
