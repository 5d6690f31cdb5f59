// The one place that says which headers the app is served with. Used by scripts/serve.mjs (`npm start` and the
// browser tests), by `vite preview` and `vite dev` (vite.config.ts), and written to dist/_headers for static hosts.

/** @typedef {Record<string, string>} Headers */

/** @type {Record<string, readonly string[]>} */
const POLICY = {
  'default-src': ["'self'"],
  // sql.js compiles WebAssembly; nothing evaluates text.
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'blob:', 'data:'],
  'worker-src': ["'self'"],
  'connect-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
}

/**
 * Puts a policy into one header value, with some sources added.
 * @param {Record<string, readonly string[]>} [more]
 * @returns {string}
 */
function policyText(more = {}) {
  return Object.entries(POLICY)
    .map(([directive, sources]) => [directive, ...sources, ...(more[directive] ?? [])].join(' '))
    .join('; ')
}

/**
 * Headers of every answer, whatever its type: a worker and the service worker do not inherit the page's policy,
 * each gets it with its own script.
 * @type {Readonly<Headers>}
 */
export const SECURITY_HEADERS = Object.freeze({
  'content-security-policy': policyText(),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
})

/**
 * The nonce that Vite's development server puts on the <style> elements it injects. Development only, where styles
 * are no files and `style-src 'self'` alone would leave the app unstyled; a fixed nonce keeps everybody else's
 * inline styles out, so that one that would fail in production fails in development too.
 */
export const DEV_STYLE_NONCE = 'nightsafe-dev'

/**
 * The same headers for `npm run dev`: the injected styles by nonce, and the socket that hot reloading talks over.
 * @type {Readonly<Headers>}
 */
export const DEV_HEADERS = Object.freeze({
  ...SECURITY_HEADERS,
  'content-security-policy': policyText({
    'style-src': [`'nonce-${DEV_STYLE_NONCE}'`],
    'connect-src': ['ws://localhost:*', 'ws://127.0.0.1:*'],
  }),
})

/** Folder of the build whose file names carry a hash of their content. */
export const HASHED_FOLDER = 'assets'

const FOREVER = 'public, max-age=31536000, immutable'

/**
 * How long a browser may keep a file: hashed ones for ever, all others only after asking.
 * @param {string} path path inside the build, with or without a leading slash
 * @returns {string}
 */
export function cacheControl(path) {
  return path.replace(/^\//, '').startsWith(`${HASHED_FOLDER}/`) ? FOREVER : 'no-cache'
}

/**
 * The same as the text of a `_headers` file, which several static hosts read.
 * @returns {string}
 */
export function headersFile() {
  const lines = Object.entries({ ...SECURITY_HEADERS, 'cache-control': 'no-cache' }).map(([name, value]) => `  ${name}: ${value}`)
  return ['/*', ...lines, `/${HASHED_FOLDER}/*`, '  ! cache-control', `  cache-control: ${FOREVER}`, ''].join('\n')
}
