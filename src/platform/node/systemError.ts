const REASONS = new Map([
  ['ENOENT', 'There is no file of that name.'],
  ['EACCES', 'This account may not open it.'],
  ['EPERM', 'This account may not open it.'],
  ['EISDIR', 'It is a folder, not a file.'],
  ['ENOTDIR', 'A part of its path is not a folder.'],
  ['EIO', 'The disk gave an input or output fault.'],
  ['EMFILE', 'Too many files are open.'],
  ['ENAMETOOLONG', 'The name is too long.'],
  ['EROFS', 'The disk can only be read.'],
])

/** The code that the operating system gave (`ENOENT`), or null when the error is no system error. */
export function systemErrorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error ? error.code : null
}

/** A sentence for an error of the operating system. Anything else is a bug and thrown on. */
export function systemErrorToReason(error: unknown): string {
  const code = systemErrorCode(error)
  if (code === null) throw error
  return REASONS.get(code) ?? `The system says ${code}.`
}

/** Whether a write failed for want of room (disk full, or quota used up). */
export function isNoRoom(error: unknown): boolean {
  const code = systemErrorCode(error)
  return code === 'ENOSPC' || code === 'EDQUOT'
}
