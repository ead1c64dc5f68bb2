import { newId } from '@lectern/runtime';

/** Ids of choices are the random end of a UUID: its beginning would tell learners the order they were written in. */
export function newChoiceId(): string {
  return newId().slice(-12);
}
