import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { applyLook } from '../../../src/app/composables/applyLook'

const script = readFileSync(join(import.meta.dirname, '../../../public/look.js'), 'utf8')
const root = document.documentElement
const look = () => ({ theme: root.dataset['theme'], density: root.dataset['density'], canvas: document.querySelector('meta[name="color-scheme"]')?.getAttribute('content') })

/** The page as it comes from the server, and what `look.js` does with it before anything is painted. */
function loadAgain() {
  delete root.dataset['theme']
  delete root.dataset['density']
  document.querySelector('meta')?.setAttribute('content', 'light dark')
  runInThisContext(script)
}

beforeEach(() => {
  localStorage.clear()
  const meta = Object.assign(document.createElement('meta'), { name: 'color-scheme', content: 'light dark' })
  document.head.replaceChildren(meta)
})
afterEach(loadAgain)

test('what was chosen stands before the first paint of the next visit', () => {
  applyLook({ theme: 'dark', density: 'compact' })
  expect(look()).toEqual({ theme: 'dark', density: 'compact', canvas: 'dark' })
  loadAgain()
  expect(look()).toEqual({ theme: 'dark', density: 'compact', canvas: 'dark' })
})

test('the system decides again as soon as nothing else is chosen', () => {
  applyLook({ theme: 'light', density: 'compact' })
  applyLook({ theme: 'system', density: 'comfortable' })
  expect(look()).toEqual({ theme: undefined, density: undefined, canvas: 'light dark' })
  loadAgain()
  expect(look()).toEqual({ theme: undefined, density: undefined, canvas: 'light dark' })
})

test('a stored word that is none of ours changes nothing', () => {
  localStorage.setItem('nightsafe-theme', 'sepia')
  localStorage.setItem('nightsafe-density', '')
  loadAgain()
  expect(look()).toEqual({ theme: undefined, density: undefined, canvas: 'light dark' })
})
