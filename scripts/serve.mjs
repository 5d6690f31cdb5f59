// The static server of `npm start` and of the browser tests: one folder, with the real headers, on this machine only.
import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, sep } from 'node:path'
import { cacheControl, SECURITY_HEADERS } from './headers.mjs'

const HOST = '127.0.0.1'

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
}

/**
 * The file that a request means; null when there is none, when it is hidden, or when it lies outside the folder.
 * @param {string} root an existing folder, as realpath gives it
 * @param {string} url the request's URL
 * @returns {Promise<{ path: string, inside: string, size: number, tag: string } | null>}
 */
async function findFile(root, url) {
  const asked = decodedPath(url)
  if (asked === null || asked.includes('\0') || asked.split(/[/\\]/).some((part) => part.startsWith('.'))) return null
  const inside = asked.endsWith('/') ? `${asked}index.html` : asked
  try {
    const path = await realpath(join(root, inside))
    if (!path.startsWith(root + sep)) return null
    const facts = await stat(path)
    return facts.isFile() ? { path, inside, size: facts.size, tag: `"${facts.size.toString(36)}-${Math.floor(facts.mtimeMs).toString(36)}"` } : null
  } catch (error) {
    if (isNoSuchFile(error)) return null
    throw error
  }
}

/** @param {unknown} error */
function isNoSuchFile(error) {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG'
}

/**
 * @param {string} url
 * @returns {string | null} null when the escapes in it are broken
 */
function decodedPath(url) {
  const path = url.split(/[?#]/, 1)[0] ?? ''
  if (!path.startsWith('/')) return null
  try {
    return decodeURIComponent(path)
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}

/**
 * @param {string} root
 * @param {Record<string, string>} always headers of every answer
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(root, always, request, response) {
  /** @param {number} status @param {string} text @param {Record<string, string>} [more] */
  const say = (status, text, more = {}) => {
    response.writeHead(status, { ...always, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...more })
    response.end(request.method === 'HEAD' ? undefined : `${text}\n`)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return say(405, 'Only GET and HEAD are answered here.', { allow: 'GET, HEAD' })
  const file = await findFile(root, request.url ?? '/')
  if (!file) return say(404, 'There is no such file.')
  const headers = {
    ...always,
    'content-type': TYPES[extname(file.path)] ?? 'application/octet-stream',
    'cache-control': cacheControl(file.inside),
    etag: file.tag,
  }
  if (request.headers['if-none-match'] === file.tag) return void response.writeHead(304, headers).end()
  response.writeHead(200, { ...headers, 'content-length': file.size })
  if (request.method === 'HEAD') return void response.end()
  createReadStream(file.path).on('error', () => response.destroy()).pipe(response)
}

/**
 * @typedef {object} StaticServer
 * @property {string} url address with a slash at its end; the same again after `down` and `up`
 * @property {number} port
 * @property {() => Promise<void>} down stops answering, as a network that is gone
 * @property {() => Promise<void>} up answers again, at the same address
 * @property {(folder: string) => void} swap serves another folder from now on, as a new release does
 */

/**
 * Serves a folder. Fails with the error of `listen` (`EADDRINUSE` when the port is taken).
 * @param {string} folder
 * @param {number} [port] 0 = any free one
 * @param {Record<string, string>} [more] headers besides the usual ones
 * @returns {Promise<StaticServer>}
 */
export async function serveFolder(folder, port = 0, more = {}) {
  const always = { ...SECURITY_HEADERS, ...more }
  let root = folder
  let bound = port
  const server = createServer((request, response) => {
    realpath(root)
      .then((real) => answer(real, always, request, response))
      .catch((error) => {
        console.error(error)
        response.destroy()
      })
  })
  const up = () =>
    new Promise((/** @type {(nothing: void) => void} */ resolve, reject) => {
      server.once('error', reject)
      server.listen(bound, HOST, () => {
        server.off('error', reject)
        const address = server.address()
        if (address && typeof address === 'object') bound = address.port
        resolve()
      })
    })
  const down = () =>
    new Promise((/** @type {(nothing: void) => void} */ resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await up()
  return {
    get url() {
      return `http://localhost:${bound}/`
    },
    get port() {
      return bound
    },
    down,
    up,
    swap(next) {
      root = next
    },
  }
}

/**
 * Serves a folder at a port, or at the nearest free one above it.
 * @param {string} folder
 * @param {number} wanted
 * @returns {Promise<StaticServer>}
 */
export async function serveNear(folder, wanted) {
  for (let port = wanted; ; port += 1) {
    try {
      return await serveFolder(folder, port)
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
      if (!taken || port >= wanted + 20) throw error
    }
  }
}
