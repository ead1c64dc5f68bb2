import { isId } from '@lectern/runtime';
import { inputErrors, type Page } from '@lectern/subgraph';

/** The id after which a page begins; throws BAD_CURSOR for a cursor of another list. */
export function idCursor(page: Page): string | undefined {
  if (page.after === undefined) return undefined;
  const [id] = page.after;
  if (page.after.length !== 1 || typeof id !== 'string' || !isId(id)) throw badCursor();
  return id;
}

/** The sort title and id after which a page of the catalogue begins. */
export function titleCursor(page: Page): readonly [string, string] | undefined {
  if (page.after === undefined) return undefined;
  const [title, id] = page.after;
  if (page.after.length !== 2 || typeof title !== 'string' || typeof id !== 'string') throw badCursor();
  if (!isId(id) || title.includes('\0')) throw badCursor();
  return [title, id];
}

function badCursor(): Error {
  return inputErrors.make('BAD_CURSOR', { facts: { field: 'after' } });
}
