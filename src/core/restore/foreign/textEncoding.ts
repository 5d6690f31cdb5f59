/** How the bytes of a text are to be read; `broken`: neither well-formed UTF-8 nor plainly something older. */
export type TextEncoding = 'utf-8' | 'windows-1252' | 'broken'

function isUtf8Decoder(): { decode(bytes: Uint8Array, last: boolean): boolean } {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  return {
    decode(bytes, last) {
      try {
        decoder.decode(bytes, { stream: !last })
        return true
      } catch (error) {
        if (error instanceof TypeError) return false
        throw error
      }
    },
  }
}

/** Whether well-formed UTF-8 sequences of several bytes occur, whatever else does. */
async function hasSequences(chunks: AsyncIterable<Uint8Array>): Promise<boolean> {
  let missing = 0
  for await (const chunk of chunks) {
    for (const byte of chunk) {
      if (missing > 0 && byte >= 0x80 && byte < 0xc0) {
        if (--missing === 0) return true
      } else missing = byte >= 0xc2 && byte < 0xe0 ? 1 : byte >= 0xe0 && byte < 0xf0 ? 2 : byte >= 0xf0 && byte < 0xf5 ? 3 : 0
    }
  }
  return false
}

/**
 * Tells how a text is encoded, from all its bytes. What is no UTF-8 counts as Windows-1252, as older programs write it,
 * unless part of it is UTF-8: then it is UTF-8 that went bad, and reading it as anything else would hide that.
 */
export async function detectEncoding(open: () => AsyncIterable<Uint8Array>): Promise<TextEncoding> {
  const decoder = isUtf8Decoder()
  let good = true
  for await (const chunk of open()) {
    good = decoder.decode(chunk, false)
    if (!good) break
  }
  if (good && decoder.decode(new Uint8Array(), true)) return 'utf-8'
  return (await hasSequences(open())) ? 'broken' : 'windows-1252'
}
