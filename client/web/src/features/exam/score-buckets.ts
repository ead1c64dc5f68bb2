/** Which tenth a score in per cent falls into, 0 to 9; 100 belongs to the last. */
export function bucketOf(scorePercent: number): number {
  return Math.min(9, Math.max(0, Math.floor(scorePercent / 10)));
}

/** How many scores fall into each tenth: ten entries, 0–10 % first. */
export function bucketsOf(scores: readonly number[]): readonly number[] {
  const counts = Array.from({ length: 10 }, () => 0);
  for (const score of scores) counts[bucketOf(score)] = (counts[bucketOf(score)] ?? 0) + 1;
  return counts;
}
