/** How much a straight line through the values rises from the first to the last, in percent of where it begins. */
export function growthPercent(values: readonly number[]): number {
  const count = values.length;
  if (count < 2) return 0;
  const middle = (count - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  let rise = 0;
  let run = 0;
  for (const [index, value] of values.entries()) {
    rise += (index - middle) * (value - mean);
    run += (index - middle) ** 2;
  }
  const slope = rise / run;
  const first = mean - slope * middle;
  return (100 * slope * (count - 1)) / first;
}
