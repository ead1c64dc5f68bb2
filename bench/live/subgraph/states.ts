export type State = { readonly id: string; readonly revision: number; readonly sentAt: number };

/** Ten numbers and the ten who lead: an event of about 1.3 KB. */
export function boardState(id: string, revision: number, sentAt: number): State & Readonly<Record<string, unknown>> {
  const leaders = Array.from({ length: 10 }, (_, index) => ({
    rank: index + 1,
    personId: `01977c1e-0000-7000-8000-${String(revision + index).padStart(12, '0')}`,
    name: `Leader ${revision + index}`,
    points: 99.5 - index,
    seconds: 1_200 + index,
  }));
  return {
    id,
    revision,
    sentAt,
    registeredCount: 15_000,
    startedCount: 14_000 + (revision % 1_000),
    workingCount: 9_000 + (revision % 1_000),
    handedInCount: 5_000 + (revision % 1_000),
    passedCount: 4_000 + (revision % 1_000),
    answerCount: 400_000 + revision,
    meanPoints: 61.25,
    medianPoints: 63.5,
    bestPoints: 99.5,
    passedPercent: 71.75,
    leaders,
  };
}

export function resultState(id: string, revision: number, sentAt: number): State & Readonly<Record<string, unknown>> {
  return { id, revision, sentAt, points: 61.5, pointsMax: 100, isPassed: true, rank: 1_234 };
}
