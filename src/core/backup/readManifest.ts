import type { FailureOf } from '../base/failure'
import { fail, ok, type Result } from '../base/result'
import { FORMAT_VERSION, manifestSchema, type Manifest } from './manifest'

/** Bytes of manifest that are read; far more than 20,000 tables need. */
export const MANIFEST_LIMIT = 16 * 1024 * 1024

const MAX_DEPTH = 32

/** What reading a manifest can fail with. */
export type ManifestFailure = FailureOf<'Damaged' | 'NewerFormat' | 'TooDeep'>

/** How deeply brackets nest in JSON text, strings apart. */
function depthOf(json: string): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let i = 0; i < json.length; i++) {
    const char = json[i]
    if (inString) {
      if (char === '\\') i++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '{' || char === '[') deepest = Math.max(deepest, ++depth)
    else if (char === '}' || char === ']') depth--
  }
  return deepest
}

/** JSON text as a value, refused when it nests too deeply for what goes through it afterwards. */
export function parseShallowJson(json: string): Result<unknown, FailureOf<'Damaged' | 'TooDeep'>> {
  if (depthOf(json) > MAX_DEPTH) return fail({ type: 'TooDeep', limit: MAX_DEPTH })
  try {
    return ok(JSON.parse(json) as unknown)
  } catch (error) {
    if (error instanceof SyntaxError) return fail({ type: 'Damaged', detail: 'A line of the backup is no JSON.' })
    throw error
  }
}

/** The manifest in its JSON text. A later format is told apart from a damaged one. */
export function readManifest(json: string): Result<Manifest, ManifestFailure> {
  if (json.length > MANIFEST_LIMIT) return fail({ type: 'Damaged', detail: 'The manifest is too long.' })
  const parsed = parseShallowJson(json)
  if (!parsed.ok) return parsed
  const value = parsed.value
  const version = typeof value === 'object' && value !== null && 'version' in value ? Number(value.version) : Number.NaN
  if (Number.isInteger(version) && version > FORMAT_VERSION) return fail({ type: 'NewerFormat', found: version, known: FORMAT_VERSION })
  const manifest = manifestSchema.safeParse(value)
  if (manifest.success) return ok(manifest.data)
  const where = manifest.error.issues[0]?.path.join('.') ?? ''
  return fail({ type: 'Damaged', detail: `The manifest is not as it should be${where ? ` (${where})` : ''}.` })
}
