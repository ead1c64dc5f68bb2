import { inputErrors } from '@lectern/subgraph';
import { isStorable } from '../db/storable-text.ts';

/** What a client says of the device it runs on: a name it gave itself for good, and what kind it is, for proctors. */
export type Device = {
  readonly deviceId?: string | null | undefined;
  readonly deviceLabel?: string | null | undefined;
};

export const deviceLimits = { idLengthMax: 100, labelLengthMax: 200 } as const;

/** The same, checked; null for what was left out. */
export function readDevice({ deviceId, deviceLabel }: Device): {
  readonly deviceId: string | null;
  readonly deviceLabel: string | null;
} {
  return {
    deviceId: readText('deviceId', deviceId, deviceLimits.idLengthMax),
    deviceLabel: readText('deviceLabel', deviceLabel, deviceLimits.labelLengthMax),
  };
}

function readText(field: string, text: string | null | undefined, lengthMax: number): string | null {
  if (text === null || text === undefined) return null;
  if (text.trim() !== '' && text.length <= lengthMax && isStorable(text)) return text;
  const message = `Give it 1 to ${lengthMax} characters, or leave it out.`;
  throw inputErrors.make('BAD_INPUT', { message, facts: { field } });
}
