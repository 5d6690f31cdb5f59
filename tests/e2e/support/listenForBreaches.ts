import { createServer } from 'node:http'
import { SECURITY_HEADERS } from '../../../scripts/headers.mjs'

/** Hears of everything that the content policy forbids, in workers and the service worker as well as in pages. */
export interface BreachListener {
  /** Headers for the site: the same policy once more, only to report. The one in force stays as it is. */
  readonly headers: Record<string, string>
  close(): Promise<void>
}

/** Starts listening. Pages tell a test of their breaches themselves; workers can only be heard by the browser's own reports. */
export async function listenForBreaches(hear: (breach: string) => void): Promise<BreachListener> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { 'csp-report': report } = JSON.parse(Buffer.concat(chunks).toString()) as { 'csp-report': Record<string, string> }
      hear(`content policy: ${report['effective-directive']} forbids ${report['blocked-uri']} in ${report['source-file'] ?? report['document-uri']}`)
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const policy = `${SECURITY_HEADERS['content-security-policy']}; report-uri http://localhost:${address.port}/`
  return {
    // A policy that only reports knows no frame-ancestors, and says so on the console.
    headers: { 'content-security-policy-report-only': policy.replace(/frame-ancestors [^;]*; /, '') },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
