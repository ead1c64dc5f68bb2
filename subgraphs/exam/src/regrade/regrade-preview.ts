import { rounded } from '../grading/pass-mark.ts';
import type { OldResult } from './regraded-score.ts';

/** How one result would change. */
export type RegradeChange = {
  readonly attemptId: string;
  readonly before: OldResult;
  readonly after: OldResult;
};

/** Who would change and how. */
export type RegradePreview = {
  readonly affectedCount: number;
  readonly changedCount: number;
  readonly gainCount: number;
  readonly lossCount: number;
  readonly newlyPassedCount: number;
  readonly newlyFailedCount: number;
  readonly meanScorePercentBefore: number | null;
  readonly meanScorePercentAfter: number | null;
  /** The greatest change first. */
  readonly changes: readonly RegradeChange[];
};

/** A preview while it is being counted; as large for 300,000 results as for ten. */
export type PreviewCount = {
  -readonly [Key in Exclude<keyof RegradePreview, 'changes' | `meanScorePercent${string}`>]: number;
} & { resultCount: number; sumBefore: number; sumAfter: number; changes: RegradeChange[] };

const changesShown = 200;

export function emptyPreview(): PreviewCount {
  return {
    ...{ affectedCount: 0, changedCount: 0, gainCount: 0, lossCount: 0, newlyPassedCount: 0, newlyFailedCount: 0 },
    ...{ resultCount: 0, sumBefore: 0, sumAfter: 0, changes: [] },
  };
}

/** Counts one result in. */
export function addChange(
  count: PreviewCount,
  { id, before, after }: { readonly id: string; readonly before: OldResult; readonly after: OldResult },
  isAffected: boolean,
): void {
  count.resultCount += 1;
  count.sumBefore += before.scorePercent;
  count.sumAfter += after.scorePercent;
  if (isAffected) count.affectedCount += 1;
  if (after.isPassed && !before.isPassed) count.newlyPassedCount += 1;
  if (!after.isPassed && before.isPassed) count.newlyFailedCount += 1;
  // Of a voided question some lose points and gain in per cent: the score is what counts.
  if (after.scorePercent > before.scorePercent) count.gainCount += 1;
  if (after.scorePercent < before.scorePercent) count.lossCount += 1;
  const isChanged =
    after.pointsAwarded !== before.pointsAwarded ||
    after.pointsMax !== before.pointsMax ||
    after.isPassed !== before.isPassed;
  if (!isChanged) return;
  count.changedCount += 1;
  count.changes.push({ attemptId: id, before, after });
  if (count.changes.length >= 2 * changesShown) count.changes = greatest(count.changes);
}

export function summedUp({ resultCount, sumBefore, sumAfter, changes, ...counts }: PreviewCount): RegradePreview {
  const mean = (sum: number) => (resultCount === 0 ? null : rounded(sum / resultCount));
  return {
    ...counts,
    meanScorePercentBefore: mean(sumBefore),
    meanScorePercentAfter: mean(sumAfter),
    changes: greatest(changes),
  };
}

function greatest(changes: readonly RegradeChange[]): RegradeChange[] {
  const size = ({ before, after }: RegradeChange) => Math.abs(after.scorePercent - before.scorePercent);
  return changes.toSorted((one, other) => size(other) - size(one)).slice(0, changesShown);
}
