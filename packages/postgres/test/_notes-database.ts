import { testDatabase } from '@lectern/testing';
import type { MikroORM } from '@mikro-orm/postgresql';
import { migrate } from '../src/index.ts';
import { createNotesOrm } from './_notes.ts';

export type Notes = AsyncDisposable & { readonly orm: MikroORM; readonly url: string };

/** A migrated database of its own and an ORM on it. */
export async function testNotes(): Promise<Notes> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase('postgres-notes', migrateNotes));
  const orm = await createNotesOrm(database.url);
  stack.defer(() => orm.close(true));
  const resources = stack.move();
  return { orm, url: database.url, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

async function migrateNotes(url: string): Promise<void> {
  const orm = await createNotesOrm(url);
  try {
    await migrate(orm);
  } finally {
    await orm.close(true);
  }
}
