import { tinykeys } from 'tinykeys'
import { onBeforeUnmount, onMounted } from 'vue'

/** What the app's keys do. */
export interface KeyActions {
  backUp(): void
  restore(): void
  undo(): void
  redo(): void
  find(): void
  help(): void
}

/** True where keys belong to text being typed. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range', 'file'].includes(target.type)
}

/** Hears the app's keys everywhere in the window; undo and `?` stay with the text where something is typed. */
export function useKeys(actions: KeyActions): void {
  const always = (run: () => void) => (event: KeyboardEvent) => {
    event.preventDefault()
    run()
  }
  const outsideText = (run: () => void) => (event: KeyboardEvent) => {
    if (isTyping(event.target) || event.defaultPrevented || document.querySelector('dialog[open]')) return
    event.preventDefault()
    run()
  }
  // a dialog has the window to itself until it is done
  const outsideDialogs = (run: () => void) => (event: KeyboardEvent) => {
    event.preventDefault()
    if (!document.querySelector('dialog[open]')) run()
  }
  let stop: (() => void) | null = null
  onMounted(() => {
    stop = tinykeys(window, {
      '$mod+s': always(() => actions.backUp()),
      '$mod+o': always(() => actions.restore()),
      '$mod+z': outsideText(() => actions.undo()),
      '$mod+Shift+z': outsideText(() => actions.redo()),
      '$mod+y': outsideText(() => actions.redo()),
      '$mod+k': outsideDialogs(() => actions.find()),
      '?': outsideText(() => actions.help()),
      'Shift+?': outsideText(() => actions.help()),
    })
  })
  onBeforeUnmount(() => stop?.())
}
