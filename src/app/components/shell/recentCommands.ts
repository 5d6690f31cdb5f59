/** More than are ever shown. */
const KEPT = 12

/** What was used last in each book, newest first, while this window is open. */
const used = new Map<string, readonly string[]>()

/** The ids of the commands that were used last in a book. */
export const recentCommands = (bookId: string): readonly string[] => used.get(bookId) ?? []

/** Puts a command first among those that were used last. */
export function noteCommand(bookId: string, id: string): void {
  used.set(bookId, [id, ...recentCommands(bookId).filter((known) => known !== id)].slice(0, KEPT))
}
