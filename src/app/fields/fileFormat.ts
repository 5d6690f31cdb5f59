/** What the first bytes of a file say it is. */
export interface FileFormat {
  /** With its dot. */
  readonly extension: string
  readonly mediaType: string
  /** Whether an `<img>` shows it. SVG is not among these: it can carry scripts. */
  readonly isPicture: boolean
}

const picture = (extension: string, mediaType: string): FileFormat => ({ extension, mediaType, isPicture: true })
const document = (extension: string, mediaType: string): FileFormat => ({ extension, mediaType, isPicture: false })

/** Signatures: https://www.w3.org/TR/png/#5PNG-file-signature, JPEG (ITU-T T.81), GIF89a, RIFF/WebP, ISO 32000 (PDF), APPNOTE 4.3.7 (ZIP). */
const SIGNATURES: readonly [at: number, bytes: string, format: FileFormat][] = [
  [0, '\x89PNG\r\n\x1a\n', picture('.png', 'image/png')],
  [0, '\xff\xd8\xff', picture('.jpg', 'image/jpeg')],
  [0, 'GIF8', picture('.gif', 'image/gif')],
  [8, 'WEBP', picture('.webp', 'image/webp')],
  [4, 'ftypavif', picture('.avif', 'image/avif')],
  [0, '%PDF-', document('.pdf', 'application/pdf')],
  [0, 'PK\x03\x04', document('.zip', 'application/zip')],
]

/** What a file is, told from its beginning; null when nobody knows. */
export function fileFormatOf(bytes: Uint8Array): FileFormat | null {
  const begins = (at: number, text: string) => [...text].every((char, index) => bytes[at + index] === char.charCodeAt(0))
  return SIGNATURES.find(([at, text]) => begins(at, text))?.[2] ?? null
}
