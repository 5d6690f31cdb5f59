import { rm } from 'node:fs/promises'
import { createPerson } from '../e2e/support/person'
import { expect, test } from '../e2e/support/test'

test('killing the browser right after "Saved" loses nothing', async ({ page, site, device }) => {
  await page.goto(site.url)
  const person = createPerson(page)
  await person.startBook()
  const wanted = await person.memberNames()
  for (let round = 1; round <= 6; round++) {
    const now = device.context.pages()[0] ?? page
    await createPerson(now).addMember(`Round ${round}`)
    wanted.push(`Round ${round}`)
    await device.kill()
    const next = await device.open()
    await next.goto(site.url)
    await expect(next.getByRole('button', { name: 'Close the day' })).toBeVisible()
    expect(await createPerson(next).memberNames()).toEqual(wanted)
  }
})

test('a lost IndexedDB is rebuilt from the commit log, and the person is told', async ({ page, site, device }) => {
  await page.goto(site.url)
  const person = createPerson(page)
  await person.startBook('Home')
  await person.addMember('Grace')
  await device.kill()
  await device.wipe('indexedDB')
  const next = await device.open()
  await next.goto(site.url)
  await expect(next.getByText('“Home” was rebuilt')).toBeVisible()
  expect(await createPerson(next).memberNames()).toContain('Grace')
})

test('a lost commit log is made anew from IndexedDB, and the person is told', async ({ page, site, device }) => {
  await page.goto(site.url)
  const person = createPerson(page)
  await person.startBook('Home')
  await person.addMember('Grace')
  await person.goTo('Settings')
  await device.close()
  await rm(device.folder('opfs'), { recursive: true, force: true })
  const next = await device.open()
  await next.goto(site.url)
  await expect(next.getByText('The second copy of “Home” was made anew')).toBeVisible()
  expect(await createPerson(next).memberNames()).toContain('Grace')
})

test('a book that was here and is gone is an incident, not a first run', async ({ page, site, device }) => {
  await page.goto(site.url)
  const person = createPerson(page)
  await person.startBook('Home')
  await person.addMember('Grace')
  // localStorage reaches the disk a little later
  await page.waitForTimeout(6_000)
  await device.close()
  await device.wipe('indexedDB', 'opfs')
  const next = await device.open()
  await next.goto(site.url)
  await expect(next.getByText('“Home” is gone from this device')).toBeVisible()
  await expect(next.getByRole('heading', { name: 'Bring your book back' })).toBeVisible()
})

test('two windows work on one book', async ({ page, site, device }) => {
  await page.goto(site.url)
  const one = createPerson(page)
  await one.startBook()
  const before = await one.memberNames()
  const second = await device.context.newPage()
  await second.goto(site.url)
  const two = createPerson(second)
  for (let round = 1; round <= 3; round++) {
    await one.addMember(`One ${round}`)
    await two.addMember(`Two ${round}`)
  }
  const wanted = [...before, 'One 1', 'Two 1', 'One 2', 'Two 2', 'One 3', 'Two 3']
  expect(await two.memberNames()).toEqual(wanted)
  // the other window's grid follows without being asked
  await expect.poll(() => one.memberNames()).toEqual(wanted)
})

test('a full disk is told, "Saved" is not, and a backup still works', async ({ page, site, device }) => {
  await page.goto(site.url)
  const person = createPerson(page)
  await person.startBook()
  const before = await person.memberNames()
  const devtools = await device.context.newCDPSession(page)
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(site.url).origin, quotaSize: 1 })
  await page.getByRole('button', { name: 'New record', exact: true }).click()
  await page.getByRole('textbox', { name: /^name/ }).fill('Too much')
  const notes = page.getByRole('textbox', { name: /^notes/ })
  if (await notes.count()) await notes.fill('x'.repeat(3_000_000))
  await page.getByRole('button', { name: 'Add the record', exact: true }).click()
  await expect(page.getByText(/no room|full/i).first()).toBeVisible()
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(site.url).origin })
  await page.goto(`${site.url}#/today`)
  await person.closeTheDay()
  expect(await person.memberNames()).toEqual(before)
})
