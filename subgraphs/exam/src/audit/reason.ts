import { inputErrors } from '@lectern/subgraph';
import { isStorable } from '../db/storable-text.ts';

export const reasonLengthMax = 1_000;

/** The reason of an act, without space around it; throws BAD_INPUT. */
export function readReason(text: string, field = 'reason'): string {
  const reason = text.trim();
  if (reason !== '' && reason.length <= reasonLengthMax && isStorable(reason)) return reason;
  const message = `Write 1 to ${reasonLengthMax} characters.`;
  throw inputErrors.make('BAD_INPUT', { message, facts: { field } });
}
