import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DOCUMENTS } from './documents'

const withoutCode = (text: string) => text.replace(/^ *```[\s\S]*?^ *```$/gm, '').replace(/`[^`\n]*`/g, '')

/** The anchors that GitHub makes of a document's headings. */
function anchorsOf(path: string): string[] {
  const headings = readFileSync(path, 'utf8').match(/^#+ .*$/gm) ?? []
  return headings.map((heading) => heading.replace(/^#+ /, '').toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'))
}

describe.each(DOCUMENTS)('%s', (path) => {
  const text = readFileSync(path, 'utf8')

  test('has no link that leads nowhere', () => {
    const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link))
    const dead = links.filter((link) => {
      const [file = '', anchor] = link.split('#')
      const target = file === '' ? path : join(dirname(path), file)
      return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor))
    })
    expect(dead).toEqual([])
  })

  test('names no file of the project that is not there', () => {
    const named = [...text.matchAll(/`((?:src|tests|docs|scripts|bench|public)\/[\w./-]+)`/g)].map(([, name = '']) => name)
    expect(named.filter((name) => !existsSync(name))).toEqual([])
  })
})

test('the lists of documents and of decisions leave none out', () => {
  const index = readFileSync('docs/README.md', 'utf8')
  const decisions = readFileSync('docs/decisions/README.md', 'utf8')
  const unlisted = (folder: string, list: string) => readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md' && !list.includes(`](${name})`))
  expect(unlisted('docs', index)).toEqual([])
  expect(unlisted('docs/decisions', decisions)).toEqual([])
})
