import { expect, test } from 'vitest'
import { textToBytes } from '../../../src/core/base/bytes'
import { listTemplates } from '../../../src/core/book/templates/listTemplates'
import { writeTemplateFile } from '../../../src/core/book/templates/templateFile'
import { createInspectDeps, inspect } from './inspectParts'

const deps = await createInspectDeps()

test.each(listTemplates())('a template file is named as such where a backup is looked for: $id', async (template) => {
  const { inspection, close } = await inspect(deps, textToBytes(writeTemplateFile(template)))
  close()
  expect(inspection).toMatchObject({ verdict: 'not-a-backup', hint: 'template', tables: [] })
  expect(inspection.findings.map(({ detail }) => detail).join()).toContain('Start from a template file')
})
