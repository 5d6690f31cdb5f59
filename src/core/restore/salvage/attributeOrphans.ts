import type { OrphanGroup } from './orphans'
import { isInRange } from './readTreePage'
import { fitRecords, type TablePlan } from './tablePlan'
import type { Tree } from './walkTrees'

/** A table of the schema with what was reached of its tree. */
export interface KnownTable {
  readonly plan: TablePlan
  readonly tree: Tree
}

/** To which table a group of orphans belongs, or null where it can be no table's that is known. */
export interface Attribution {
  readonly group: OrphanGroup
  readonly table: KnownTable | null
}

interface Candidate {
  readonly table: KnownTable
  readonly fit: number
  /** The group's rowids lie where this table misses a page. */
  readonly inGap: boolean
  /** How sure the place is: a table without its root misses everything, which says little. */
  readonly isBounded: boolean
}

function candidateOf(group: OrphanGroup, table: KnownTable): Candidate | null {
  const { plan, tree } = table
  if (plan.withoutRowid !== (group.pages === 'index')) return null
  const fit = fitRecords(group.sample, plan)
  if (fit === null) return null
  const { lowest, highest } = group
  const gap = tree.gaps.find((one) => !one.isDestroyed && (lowest === null || isInRange(lowest, one)) && (highest === null || isInRange(highest, one)))
  return { table, fit, inGap: gap !== undefined, isBounded: gap !== undefined && (gap.above !== null || gap.upTo !== null) }
}

function better(a: Candidate, b: Candidate): number {
  return Number(b.inGap) - Number(a.inGap) || b.fit - a.fit || Number(b.isBounded) - Number(a.isBounded)
}

/** Whether the two are told apart by more than chance. */
function isClear(best: Candidate, next: Candidate): boolean {
  return best.inGap !== next.inGap || best.fit - next.fit > 0.25 || (best.isBounded && !next.isBounded)
}

function overlaps(a: OrphanGroup, b: OrphanGroup): boolean {
  if (a.lowest === null || a.highest === null || b.lowest === null || b.highest === null) return false
  return a.lowest <= b.highest && b.lowest <= a.highest
}

/** Takes back what was given to one table twice: the same rowids cannot be in it twice, so some are another's. */
function withoutRivals(attributions: readonly Attribution[]): Attribution[] {
  const byTable = new Map<KnownTable, OrphanGroup[]>()
  for (const { group, table } of attributions) if (table) byTable.set(table, [...(byTable.get(table) ?? []), group])
  return attributions.map(({ group, table }) => {
    const rivals = table && byTable.get(table)?.some((other) => other !== group && overlaps(group, other))
    return { group, table: rivals ? null : table }
  })
}

/**
 * Gives groups of orphans to the tables that miss pages: by the rowids between which a page is missing, then by how
 * well the records suit the fields. A group that suits two tables alike is nobody's, so that no record
 * ends up in a table that it was not in. `allAreLive`: what is free is known, so that no group can be of deleted records.
 */
export function attributeOrphans(groups: readonly OrphanGroup[], tables: readonly KnownTable[], allAreLive: boolean): Attribution[] {
  const attributions = groups.map((group): Attribution => {
    const candidates = tables
      .flatMap((table) => candidateOf(group, table) ?? [])
      .filter(({ table, inGap }) => allAreLive || inGap || table.tree.gaps.some((gap) => !gap.isDestroyed))
      .sort(better)
    const [best, next] = candidates
    return { group, table: best && (!next || isClear(best, next)) ? best.table : null }
  })
  return withoutRivals(attributions)
}
