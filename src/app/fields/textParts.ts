/** A piece of a text; `href` where it can be followed. */
export interface TextPart {
  readonly text: string
  readonly href: string | null
}

// what people write addresses with; anything else than http(s), mailto and tel is never a link
const ADDRESS = /\bhttps?:\/\/[^\s<>"'`{}|\\^]+|\b[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+|(?<![\p{L}\p{N}])\+[0-9](?:[ \u00a0().\/-]{0,2}[0-9]){6,14}(?![\p{L}\p{N}])/giu
const CLOSING = /[.,;:!?)\]]+$/

function hrefOf(text: string): string | null {
  if (text.startsWith('+')) return `tel:${text.replace(/[^+0-9]/g, '')}`
  if (!/^https?:/i.test(text)) return `mailto:${encodeURI(text)}`
  return URL.canParse(text) ? text : null
}

/** Punctuation after an address belongs to the sentence; a bracket only when it was not opened inside the address. */
function trimAddress(found: string): string {
  if (found.startsWith('+')) return found
  let address = found
  for (let end = CLOSING.exec(address); end; end = CLOSING.exec(address)) {
    const last = address.at(-1)
    if (last === ')' && address.split('(').length >= address.split(')').length) break
    address = address.slice(0, -1)
  }
  return address
}

/** A text with its web addresses, e-mail addresses and international telephone numbers (`+49 …`) as links; nothing is lost or added. */
export function textToParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let at = 0
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimAddress(match[0])
    const href = hrefOf(address)
    if (href === null) continue
    if (match.index > at) parts.push({ text: text.slice(at, match.index), href: null })
    parts.push({ text: address, href })
    at = match.index + address.length
  }
  if (at < text.length) parts.push({ text: text.slice(at), href: null })
  return parts
}
