import { isStorable } from '../db/storable-text.ts';

const idLengthMax = 200;

/** Whether a text can be the id of an account. Whether there is one, identity knows. */
export function isLearnerId(id: string): boolean {
  return id.trim() !== '' && id.length <= idLengthMax && isStorable(id);
}
