import type { Component } from 'vue'

/** One line of a `BaseMenu`. `checked` makes it one of a choice; `group` starts a new group above it, with a line between. */
export interface MenuItem {
  readonly id: string
  readonly label: string
  readonly detail?: string
  readonly icon?: Component
  readonly checked?: boolean
  readonly danger?: boolean
  readonly disabled?: boolean
  readonly group?: boolean
  run(): void
}
