import { Tokenizer, TokenType } from '@streamparser/json'

/** A piece of a JSON document, in the order of the text. Numbers come as they are written. */
export type JsonEvent =
  | { type: 'beginObject' | 'endObject' | 'beginArray' | 'endArray' }
  | { type: 'key'; name: string }
  | { type: 'string'; value: string }
  | { type: 'number'; text: string }
  | { type: 'literal'; value: boolean | null }

/** Why a text is not the JSON that is wanted. */
export type JsonFault = { type: 'malformed'; at: number } | { type: 'incomplete' } | { type: 'too-deep'; limit: number }

/** Reads JSON piece by piece; `write` and `end` give the fault, or null while all is well. */
export interface JsonEventReader {
  write(bytes: Uint8Array): JsonFault | null
  end(): JsonFault | null
}

/** No backup nests deeper; deeper ones are built to overflow a reader. */
export const MAX_DEPTH = 32

type Expect = 'value' | 'firstValue' | 'key' | 'firstKey' | 'colon' | 'comma' | 'nothing'

/** The library's tokens, with numbers as they are written: 9007199254740993 and 1.0 must not become floats. */
class ExactTokenizer extends Tokenizer {
  // the library types the value as a number, but hands on whatever this returns
  override parseNumber(text: string): number {
    return text as unknown as number
  }
}

/**
 * Starts reading a JSON document (RFC 8259) of any length. The tokens come from the library; the grammar and the
 * depth are held here, so no object is ever built from a file's keys and `__proto__` is a name like any other.
 */
export function createJsonEventReader(onEvent: (event: JsonEvent) => void): JsonEventReader {
  const tokenizer = new ExactTokenizer()
  const stack: ('object' | 'array')[] = []
  let expect: Expect = 'value'
  let fault: JsonFault | null = null
  let reached = 0

  const malformed = (at: number) => {
    fault ??= { type: 'malformed', at }
  }
  const afterValue = () => {
    expect = stack.length === 0 ? 'nothing' : 'comma'
  }
  const open = (container: 'object' | 'array', at: number) => {
    if (expect !== 'value' && expect !== 'firstValue') return malformed(at)
    if (stack.length >= MAX_DEPTH) {
      fault ??= { type: 'too-deep', limit: MAX_DEPTH }
      return
    }
    stack.push(container)
    expect = container === 'object' ? 'firstKey' : 'firstValue'
    onEvent({ type: container === 'object' ? 'beginObject' : 'beginArray' })
  }
  const close = (container: 'object' | 'array', at: number) => {
    const first = container === 'object' ? 'firstKey' : 'firstValue'
    if (stack.at(-1) !== container || (expect !== 'comma' && expect !== first)) return malformed(at)
    stack.pop()
    afterValue()
    onEvent({ type: container === 'object' ? 'endObject' : 'endArray' })
  }
  const scalar = (event: JsonEvent, at: number) => {
    if (expect !== 'value' && expect !== 'firstValue') return malformed(at)
    afterValue()
    onEvent(event)
  }

  tokenizer.onError = () => malformed(reached)
  tokenizer.onToken = ({ token, value, offset }) => {
    if (fault) return
    reached = offset
    switch (token) {
      case TokenType.LEFT_BRACE: return open('object', offset)
      case TokenType.RIGHT_BRACE: return close('object', offset)
      case TokenType.LEFT_BRACKET: return open('array', offset)
      case TokenType.RIGHT_BRACKET: return close('array', offset)
      case TokenType.COLON:
        if (expect !== 'colon') return malformed(offset)
        expect = 'value'
        return
      case TokenType.COMMA:
        if (expect !== 'comma') return malformed(offset)
        expect = stack.at(-1) === 'object' ? 'key' : 'value'
        return
      case TokenType.STRING:
        if (expect === 'key' || expect === 'firstKey') {
          expect = 'colon'
          return onEvent({ type: 'key', name: String(value) })
        }
        return scalar({ type: 'string', value: String(value) }, offset)
      case TokenType.NUMBER: return scalar({ type: 'number', text: String(value) }, offset)
      case TokenType.TRUE: return scalar({ type: 'literal', value: true }, offset)
      case TokenType.FALSE: return scalar({ type: 'literal', value: false }, offset)
      case TokenType.NULL: return scalar({ type: 'literal', value: null }, offset)
      default: return malformed(offset)
    }
  }

  return {
    write(bytes) {
      // the tokenizer goes quiet after its own error, but not after one of the grammar
      if (!fault) tokenizer.write(bytes)
      return fault
    },
    end() {
      if (!fault && expect !== 'nothing') fault = { type: 'incomplete' }
      if (!fault && !tokenizer.isEnded) tokenizer.end()
      return fault
    },
  }
}
