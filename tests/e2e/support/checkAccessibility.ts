import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './test'

/** Fails when axe finds anything on the page that breaks WCAG 2.2 AA or its best practices. */
export async function checkAccessibility(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`) }))
  expect(found, `axe on ${page.url()}`).toEqual([])
}
