import { inputErrors, type Page } from '@lectern/subgraph';
import { isUuid } from '../db/uuid.ts';

type CursorPart = string | number;

const checks = {
  uuid: (part: CursorPart) => typeof part === 'string' && isUuid(part),
  number: (part: CursorPart) => typeof part === 'number',
  instant: (part: CursorPart) => typeof part === 'string' && (part === 'infinity' || !Number.isNaN(Date.parse(part))),
};

/** Where a page begins, when the cursor has the parts its list is ordered by; throws BAD_CURSOR otherwise. */
export function cursorParts(
  { after }: Page,
  ...kinds: readonly (keyof typeof checks)[]
): readonly CursorPart[] | undefined {
  if (after === undefined) return undefined;
  const isGood = after.length === kinds.length && kinds.every((kind, index) => checks[kind](after[index] ?? ''));
  if (!isGood) throw inputErrors.make('BAD_CURSOR', { facts: { field: 'after' } });
  return after;
}
