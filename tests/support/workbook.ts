import { crc32, deflateRawSync } from 'node:zlib'

/** A zip archive of these files; `stored` ones are not packed, and all may claim another size. Only what tests need of the format (PKWARE APPNOTE 6.3.10). */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>, change: { stored?: boolean; claimedSize?: number } = {}): Uint8Array {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path, 'utf8')
    const plain = Buffer.from(content)
    const packed = change.stored ? plain : deflateRawSync(plain)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(change.stored ? 0 : 8, 4)
    fields.writeUInt32LE(crc32(plain), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(change.claimedSize ?? plain.length, 18)
    fields.writeUInt16LE(name.length, 22)
    const central = Buffer.alloc(14)
    central.writeUInt32LE(at, 10)
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), fields, name, packed])
    directory.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), fields, central, name]))
    locals.push(local)
    at += local.length
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0)
  const end = Buffer.alloc(22)
  end.set([0x50, 0x4b, 5, 6])
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(at, 16)
  return new Uint8Array(Buffer.concat([...locals, ...directory, end]))
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** The files of a workbook with these sheets, each given as the XML inside its `sheetData`. */
export function workbookFiles(sheets: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const names = Object.keys(sheets)
  const escape = (text: string) => text.replace(/[<>&"]/g, (char) => `&#${char.charCodeAt(0)};`)
  return {
    '[Content_Types].xml': `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${names.map((name, i) => `<sheet name="${escape(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
    ...Object.fromEntries(names.map((name, i) => [`xl/worksheets/sheet${i + 1}.xml`, `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${sheets[name] ?? ''}</sheetData></worksheet>`])),
    ...more,
  }
}

/** A text in a cell. */
export function textCell(place: string, text: string): string {
  return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${text.replace(/[<>&]/g, (char) => `&#${char.charCodeAt(0)};`)}</t></is></c>`
}

/** A number in a cell, as it is written. */
export const numberCell = (place: string, digits: string) => `<c r="${place}"><v>${digits}</v></c>`

/** The XML of rows of texts and of numbers as they are written (`{ n: '1.5' }`). */
export function sheetRows(rows: readonly (readonly (string | { n: string } | null)[])[]): string {
  return rows.map((cells, r) => `<row r="${r + 1}">${cells.map((cell, c) => {
    const place = `${String.fromCharCode(65 + c)}${r + 1}`
    return cell === null ? '' : typeof cell === 'string' ? textCell(place, cell) : numberCell(place, cell.n)
  }).join('')}</row>`).join('')
}

/** A whole workbook of such sheets. */
export function workbookOf(sheets: Readonly<Record<string, readonly (readonly (string | { n: string } | null)[])[]>>): Uint8Array {
  return zipOf(workbookFiles(Object.fromEntries(Object.entries(sheets).map(([name, rows]) => [name, sheetRows(rows)]))))
}
