export type JournalLine =
  | { readonly step: 'claimed'; readonly id: string; readonly deadlineMs: number }
  | { readonly step: 'sending' | 'settled'; readonly id: string };

/** A claimed reminder whose mail did not go out, and until when the claim surely is ours. */
export type OpenClaim = { readonly id: string; readonly deadlineMs: number };

const lineShape = /^(claimed|sending|settled) (\S+)(?: (\d+))?$/;

/** What does not parse is the beginning of a line that was never finished. */
export function parseJournal(text: string): readonly JournalLine[] {
  return text.split('\n').flatMap((line): JournalLine[] => {
    const [, step, id, deadline] = lineShape.exec(line) ?? [];
    if (id === undefined) return [];
    if (step === 'claimed') return deadline === undefined ? [] : [{ step, id, deadlineMs: Number(deadline) }];
    return step === 'sending' || step === 'settled' ? [{ step, id }] : [];
  });
}

/** Claims after which neither sending nor settling was noted. */
export function openClaims(lines: readonly JournalLine[]): readonly OpenClaim[] {
  const open = new Map<string, OpenClaim>();
  for (const line of lines) {
    if (line.step === 'claimed') open.set(line.id, { id: line.id, deadlineMs: line.deadlineMs });
    else open.delete(line.id);
  }
  return [...open.values()];
}
