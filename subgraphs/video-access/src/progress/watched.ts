/**
 * How much of a video was really watched. Players report positions. A small step forward counts as watched as far as
 * time has really passed since the last report; a jump counts for nothing. So 90 % cannot be had by moving the
 * slider, nor by reporting small steps faster than the video can be played.
 */

/** A stretch of the video, seconds from the beginning. */
export type Stretch = readonly [from: number, to: number];

export type Watched = {
  readonly positionSeconds: number;
  /** In order, apart from each other. */
  readonly stretches: readonly Stretch[];
  /** Seconds of video that may be credited by the next report, besides what passes until then. */
  readonly creditSeconds: number;
};

export type WatchReport = {
  readonly positionSeconds: number;
  /** Since the last report, by the database's clock. */
  readonly elapsedSeconds: number;
  readonly durationSeconds: number;
};

/** The fastest playing that counts. */
const speedMax = 2;
/** A longer step is a jump. Players report every ten seconds. */
const stepMaxSeconds = 60;
/** Reports come a little early or late; what one leaves the next may use. */
const creditMaxSeconds = 60;
/** The first report comes after some seconds of playing that nobody has timed. */
const firstCreditSeconds = 15;
/** What sums of fractions lose. Anything larger could be hopped over again and again. */
const gapSeconds = 0.001;
const stretchesMax = 200;
/** Credits and the last seconds are skipped by honest people. */
const completedShare = 0.9;

export const notWatched: Watched = { positionSeconds: 0, stretches: [], creditSeconds: firstCreditSeconds };

/** What is watched after one more report. */
export function noteWatched(before: Watched, report: WatchReport): Watched {
  const position = Math.min(Math.max(report.positionSeconds, 0), report.durationSeconds);
  const available = Math.min(creditMaxSeconds, before.creditSeconds + Math.max(0, report.elapsedSeconds) * speedMax);
  const step = position - before.positionSeconds;
  const isWatching = step > 0 && step <= stepMaxSeconds;
  const credited = isWatching ? Math.min(step, available) : 0;
  return {
    positionSeconds: position,
    stretches: credited > 0 ? withStretch(before.stretches, [position - credited, position]) : before.stretches,
    creditSeconds: available - credited,
  };
}

/** 0 to 1 */
export function watchedShare(stretches: readonly Stretch[], durationSeconds: number): number {
  if (durationSeconds <= 0) return 0;
  const watched = stretches.reduce((sum, [from, to]) => sum + (to - from), 0);
  return Math.min(1, watched / durationSeconds);
}

export function isNearlyAll(share: number): boolean {
  return share >= completedShare;
}

/** Adds a stretch to those known; stretches that touch become one. */
export function withStretch(stretches: readonly Stretch[], added: Stretch): readonly Stretch[] {
  const merged: Stretch[] = [];
  for (const [from, to] of [...stretches, added].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from - last[1] <= gapSeconds) merged[merged.length - 1] = [last[0], Math.max(last[1], to)];
    else merged.push([from, to]);
  }
  // Someone who hops about without end: the shortest stretch is forgotten, so that a row never grows without bound.
  return merged.length <= stretchesMax ? merged : withoutShortest(merged);
}

function withoutShortest(stretches: readonly Stretch[]): readonly Stretch[] {
  const shortest = stretches.reduce((least, next) => (next[1] - next[0] < least[1] - least[0] ? next : least));
  return stretches.filter((stretch) => stretch !== shortest);
}
