import { ref, shallowRef } from 'vue'
import type { Failure } from '../../../core/base/failure'
import type { Template } from '../../../core/book/templates/template'
import { useClient } from '../../useClient'

/** A template that a person opened, and the file it came in. */
export interface OpenedTemplate {
  readonly fileName: string
  readonly template: Template
}

/** Opens a template file, in a worker of its own. `failure` says why the last one was refused. */
export function useTemplateFile() {
  const client = useClient()
  const opened = shallowRef<OpenedTemplate | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const reading = ref(false)

  async function open(file: File): Promise<boolean> {
    reading.value = true
    const read = await client.readShape(file).outcome.finally(() => (reading.value = false))
    failure.value = read.ok ? null : read.failure
    if (read.ok) opened.value = { fileName: file.name, template: read.value }
    return read.ok
  }

  return { opened, failure, reading, open }
}
