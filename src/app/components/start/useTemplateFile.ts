import { ref, shallowRef } from 'vue'
import type { Failure } from '../../../core/base/failure'
import { fail, type Result } from '../../../core/base/result'
import type { Template } from '../../../core/book/templates/template'

/** A template that a person opened, and the file it came in. */
export interface OpenedTemplate {
  readonly fileName: string
  readonly template: Template
}

async function readFile(file: File): Promise<Result<Template, Failure>> {
  const { readTemplateFile, TEMPLATE_FILE_LIMIT } = await import('../../../core/book/templates/templateFile')
  if (file.size > TEMPLATE_FILE_LIMIT) return fail({ type: 'FileTooLarge', size: file.size, limit: TEMPLATE_FILE_LIMIT })
  try {
    return readTemplateFile(await file.text())
  } catch (error) {
    // the file went away, or may not be read
    if (error instanceof DOMException) return fail({ type: 'FileUnreadable', reason: error.message })
    throw error
  }
}

/** Opens a template file: read as text and checked, nothing of it is run. `failure` says why the last one was refused. */
export function useTemplateFile() {
  const opened = shallowRef<OpenedTemplate | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const reading = ref(false)

  async function open(file: File): Promise<boolean> {
    reading.value = true
    const read = await readFile(file).finally(() => (reading.value = false))
    failure.value = read.ok ? null : read.failure
    if (read.ok) opened.value = { fileName: file.name, template: read.value }
    return read.ok
  }

  return { opened, failure, reading, open }
}
