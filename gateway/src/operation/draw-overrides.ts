/** The labels of progressive overrides that hold for one request: `percent(20)` for a fifth of them. */
export function drawOverrides(labels: readonly string[], random: () => number): readonly string[] {
  if (labels.length === 0) return labels;
  return labels.filter((label) => {
    const share = /^percent\((\d+(?:\.\d+)?)\)$/.exec(label)?.[1];
    return share !== undefined && random() * 100 < Number(share);
  });
}
