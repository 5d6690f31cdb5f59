import type { Component } from 'vue'

/** The headings of the list, in the order in which they stand while nothing is typed. */
export const COMMAND_GROUPS = ['recent', 'actions', 'records', 'tables', 'views', 'pages', 'look', 'add', 'books'] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

/** One line of the command palette: a place to go to, or a thing to do. */
export interface Command {
  /** Stays the same while the book is open, so that it is known again. */
  readonly id: string
  readonly group: CommandGroup
  readonly label: string
  readonly detail?: string
  readonly icon: Component
  run(): void
}

export interface CommandSection {
  readonly group: CommandGroup
  readonly commands: readonly Command[]
}

/** How many of the commands that were used last stand first. */
const RECENT = 5
/** How many lines of a group are shown once something was typed. */
const MOST_FOUND = 8

/** Without regard to case and accents. */
const fold = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** How well a label fits what was typed: 3 = begins with it, 2 = its words begin with it, 1 = has all of it somewhere, 0 = not. */
export function rankLabel(label: string, typed: string): number {
  const text = fold(label)
  const wanted = fold(typed).trim()
  if (text.startsWith(wanted)) return 3
  const parts = wanted.split(/\s+/)
  const words = text.split(/[^\p{L}\p{N}]+/u)
  if (parts.every((part) => words.some((word) => word.startsWith(part)))) return 2
  return parts.every((part) => text.includes(part)) ? 1 : 0
}

/**
 * What is shown of all commands. Nothing typed: those used last (`recent`, ids, newest first), then all others under
 * their headings. Something typed: what fits it, the best first under each heading, and the heading with the best fit
 * first. Records were looked for elsewhere and are taken as they come.
 */
export function listCommands(commands: readonly Command[], typed: string, recent: readonly string[]): readonly CommandSection[] {
  const isAsked = typed.trim() !== ''
  const lately = recent
    .flatMap((id) => commands.find((command) => command.id === id) ?? [])
    .filter(({ label }) => !isAsked || rankLabel(label, typed) > 0)
    .slice(0, RECENT)
  const others = commands.filter((command) => !lately.includes(command))
  const sections = COMMAND_GROUPS.map((group) => ({ group, commands: group === 'recent' ? lately : pick(others.filter((command) => command.group === group), group) }))
    .filter((section) => section.commands.length > 0)
  if (!isAsked) return sections
  const best = (section: CommandSection) => Math.max(...section.commands.map(({ label }) => rankLabel(label, typed))) + (section.group === 'recent' ? 0.5 : 0)
  return sections.sort((a, b) => best(b) - best(a))

  function pick(candidates: readonly Command[], group: CommandGroup): readonly Command[] {
    if (!isAsked || group === 'records') return candidates
    return candidates
      .map((command) => ({ command, rank: rankLabel(command.label, typed) }))
      .filter(({ rank }) => rank > 0)
      .sort((a, b) => b.rank - a.rank)
      .slice(0, MOST_FOUND)
      .map(({ command }) => command)
  }
}
