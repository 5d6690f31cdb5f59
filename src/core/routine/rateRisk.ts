import type { Exposure, RiskLevel, RiskThresholds } from './exposure'

const HOUR = 3_600_000
const LEVELS: readonly RiskLevel[] = ['green', 'yellow', 'red', 'critical']

/** Why a risk is as high as it is. */
export interface Risk {
  readonly level: RiskLevel
  /** What brought it to its level; `never` when there is no backup at all. Empty when green. */
  readonly reasons: readonly ('age' | 'changes' | 'never')[]
}

/** How many of the three steps a value has reached; a threshold counts as reached when it is met. */
const stepsReached = (value: number, steps: readonly number[]) => steps.filter((step) => value >= step).length

/** The risk of an exposure and its reasons. Without changes there is none, however old the last backup is. */
export function explainRisk(exposure: Exposure, thresholds: RiskThresholds): Risk {
  if (exposure.changes === 0) return { level: 'green', reasons: [] }
  const byAge = stepsReached(exposure.age / HOUR, thresholds.hours)
  const byChanges = stepsReached(exposure.changes, thresholds.changes)
  const highest = Math.max(byAge, byChanges)
  if (highest === 0) return { level: 'green', reasons: [] }
  const reasons: Risk['reasons'][number][] = []
  if (byAge === highest) reasons.push('age')
  if (byChanges === highest) reasons.push('changes')
  if (!exposure.lastBackup) reasons.push('never')
  return { level: LEVELS[highest] ?? 'critical', reasons }
}

/** The level alone. */
export function rateRisk(exposure: Exposure, thresholds: RiskThresholds): RiskLevel {
  return explainRisk(exposure, thresholds).level
}
