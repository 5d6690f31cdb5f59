import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const FOLDERS = ['docs', 'src', 'tests', 'bench', 'scripts', 'public']

/** All files of the project, from its root. */
export const PATHS: readonly string[] = [
  ...readdirSync('.', { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : [])),
  ...FOLDERS.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path))),
].sort()

/** Every document of the project. */
export const DOCUMENTS = PATHS.filter((path) => path.endsWith('.md'))
