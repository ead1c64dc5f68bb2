/** Ids of stream entries are `<milliseconds>-<sequence>`; compares as Redis does. */
export function isBefore(left: string, right: string): boolean {
  const [leftMs, leftSequence] = partsOf(left);
  const [rightMs, rightSequence] = partsOf(right);
  return leftMs === rightMs ? leftSequence < rightSequence : leftMs < rightMs;
}

function partsOf(id: string): readonly [bigint, bigint] {
  const [ms, sequence] = id.split('-');
  return [BigInt(ms || '0'), BigInt(sequence ?? '0')];
}
