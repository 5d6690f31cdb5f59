import { expect, test } from './support/test'

const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "worker-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

test('every answer carries the headers: page, script, worker, service worker, and what is missing', async ({ page, site }) => {
  const answers = new Map<string, Record<string, string>>()
  page.context().on('response', (response) => answers.set(new URL(response.url()).pathname, response.headers()))
  await page.goto(site.url)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)

  for (const path of ['serviceWorker.js', 'manifest.webmanifest', 'no-such-file', '_headers']) {
    const response = await fetch(site.url + path)
    answers.set(`/${path}`, Object.fromEntries(response.headers))
  }
  for (const [path, headers] of answers) {
    expect(headers['content-security-policy'], path).toBe(POLICY)
    expect(headers['x-content-type-options'], path).toBe('nosniff')
    expect(headers['referrer-policy'], path).toBe('no-referrer')
    expect(headers['cross-origin-opener-policy'], path).toBe('same-origin')
  }
  const paths = [...answers.keys()]
  expect(paths).toContain('/')
  const hashed = paths.filter((path) => path.startsWith('/assets/'))
  expect(hashed.some((path) => path.endsWith('.wasm'))).toBe(true)
  expect(hashed.some((path) => /deviceWorker-.*\.js$/.test(path))).toBe(true)
  for (const path of hashed) expect(answers.get(path)?.['cache-control'], path).toContain('immutable')
  for (const path of ['/', '/serviceWorker.js', '/manifest.webmanifest']) expect(answers.get(path)?.['cache-control'], path).toBe('no-cache')
})

test('nothing outside of the build is served', async ({ site }) => {
  for (const path of ['../package.json', '..%2fpackage.json', '%2e%2e/package.json', '..%5cpackage.json', '.vite/manifest.json', '%00', '%', 'assets']) {
    const response = await rawGet(site.port, `/${path}`)
    expect(response, path).toMatch(/^HTTP\/1\.1 (400|404) /)
  }
})

test('the policy bites: text is not run, and styles are files', async ({ page, site, guard }) => {
  guard.allow(/content policy|Content Security Policy/i)
  await page.goto(site.url)
  const blocked = await page.evaluate(async () => {
    const breaches: string[] = []
    addEventListener('securitypolicyviolation', (event) => event.disposition === 'enforce' && breaches.push(event.effectiveDirective))
    const script = document.createElement('script')
    script.textContent = 'window.ran = true'
    document.head.append(script)
    const style = document.createElement('style')
    style.textContent = 'body { display: none }'
    document.head.append(style)
    await fetch('https://example.invalid/').catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 100))
    return breaches.sort()
  })
  expect(blocked).toEqual(['connect-src', 'script-src-elem', 'style-src-elem'])
})

/** Asks for a path as it stands: `fetch` would tidy it up first. Gives the start of the answer. */
async function rawGet(port: number, path: string): Promise<string> {
  const { connect } = await import('node:net')
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`))
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString()))
    socket.on('end', () => resolve(text))
    socket.on('error', reject)
  })
}
