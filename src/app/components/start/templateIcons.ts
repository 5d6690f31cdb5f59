import { BookOpen, Building2, FileBox, Notebook, Store, Truck, Wallet } from '@lucide/vue'
import type { Component } from 'vue'
import type { TemplateIcon } from '../../../core/book/templates/template'

/** The picture of each template, and that of a template file. */
export const templateIcons: Readonly<Record<TemplateIcon | 'file', Component>> = {
  household: Wallet,
  shop: Store,
  society: Building2,
  freight: Truck,
  log: BookOpen,
  blank: Notebook,
  file: FileBox,
}
