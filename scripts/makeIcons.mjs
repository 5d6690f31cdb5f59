// Renders the PNG icons from public/icon.svg. Run it after changing the drawing: node scripts/makeIcons.mjs
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumOrExit } from './chromium.mjs'
import { ROOT } from './run.mjs'

const NIGHT = '#202c45'
const svg = readFileSync(join(ROOT, 'public/icon.svg'), 'utf8')
const browser = await chromium.launch({ executablePath: chromiumOrExit() })
const page = await browser.newPage()

/**
 * @param {string} name
 * @param {number} size edge in pixels
 * @param {{ scale?: number, background?: string }} [how] scale: share of the edge that the drawing takes
 */
async function render(name, size, { scale = 1, background = 'transparent' } = {}) {
  const image = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
  const edge = Math.round(size * scale)
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${background}"><img width="${edge}" height="${edge}" src="${image}"></body>`,
  )
  await page.locator('img').evaluate((element) => /** @type {HTMLImageElement} */ (element).decode())
  await page.screenshot({ path: join(ROOT, 'public', name), omitBackground: background === 'transparent' })
}

await render('icon-192.png', 192)
await render('icon-512.png', 512)
// A platform may cut a maskable icon to a circle of 80 % of its edge: the drawing keeps inside, the wall goes on outside.
// https://www.w3.org/TR/appmanifest/#icon-masks
await render('icon-maskable-512.png', 512, { scale: 0.86, background: NIGHT })
await browser.close()
