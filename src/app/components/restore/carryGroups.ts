import type { Finding, FindingCode } from '../../../core/restore/inspection'

/** The findings about a foreign file, by what they say of its contents. */
export interface CarryGroups {
  /** Details: values that are written in another way, and mean the same. */
  readonly converted: readonly string[]
  /** Details: what the book will not have as the file had it. */
  readonly notCarried: readonly string[]
  /** Everything else. */
  readonly noticed: readonly Finding[]
}

const NOT_CARRIED: readonly FindingCode[] = ['not-carried', 'reserved-name']

export function carryGroups(findings: readonly Finding[]): CarryGroups {
  const isConverted = (finding: Finding) => finding.code === 'converted' && finding.detail !== ''
  const isNotCarried = (finding: Finding) => NOT_CARRIED.includes(finding.code) && finding.detail !== '' && finding.severity !== 'error'
  return {
    converted: findings.filter(isConverted).map(({ detail }) => detail),
    notCarried: findings.filter(isNotCarried).map(({ detail }) => detail),
    noticed: findings.filter((finding) => !isConverted(finding) && !isNotCarried(finding)),
  }
}
