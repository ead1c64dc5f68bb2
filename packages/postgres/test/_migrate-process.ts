import { migrate } from '../src/index.ts';
import { createNotesOrm } from './_notes.ts';

/** A replica that does nothing but migrate the database of its first argument. */
const orm = await createNotesOrm(process.argv[2] ?? '');
try {
  await migrate(orm);
} finally {
  await orm.close(true);
}
