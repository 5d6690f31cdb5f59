/** A value of a JSON text. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue }

/** Longer texts are shown as they are. */
const LONGEST = 100_000
const DEEPEST = 12

function depth(value: JsonValue, limit: number): number {
  if (value === null || typeof value !== 'object' || limit === 0) return 0
  return 1 + Math.max(0, ...Object.values(value).map((one) => depth(one, limit - 1)))
}

/** The object or list that a text is as JSON (RFC 8259); null when it is none, empty, or too long or too deep to read well. */
export function readJsonText(text: string): JsonValue[] | Record<string, JsonValue> | null {
  if (text.length > LONGEST || !/^\s*(\{[^]*\}|\[[^]*\])\s*$/.test(text)) return null
  try {
    const value = JSON.parse(text) as JsonValue[] | Record<string, JsonValue>
    return Object.keys(value).length > 0 && depth(value, DEEPEST + 1) <= DEEPEST ? value : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
