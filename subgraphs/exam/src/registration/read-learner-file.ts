import { unguarded } from '../import/csv/list-cell.ts';
import { readTable, type TableRow } from '../import/csv/read-table.ts';
import { decodeFile } from '../import/decode-file.ts';
import { isEncodingDamaged } from '../import/encoding-damage.ts';
import { type NumberedProblem, problem, type RowProblem } from '../import/item.ts';
import { isLearnerId } from './learner-ids.ts';
import { registrationErrors } from './registration.errors.ts';

/** Who a row of a file names: by id, or by an e-mail address in lower case. */
export type NamedLearner = { readonly row: number; readonly by: 'id' | 'email'; readonly key: string };

export type LearnerFile = {
  readonly rowCount: number;
  readonly learners: readonly NamedLearner[];
  readonly problems: readonly NumberedProblem[];
};

export const learnersMax = 50_000;
const emailLengthMax = 254;

const names = {
  email: new Set(['email', 'e-mail', 'mail', 'email address', 'e-mail address']),
  id: new Set(['id', 'user id', 'learner id']),
} as const;

/** Reads a table with a column of ids or of e-mail addresses; throws what `decodeFile` throws, or LEARNERS_TOO_MANY. */
export function readLearnerFile(bytes: Uint8Array): LearnerFile {
  const { text } = decodeFile(Buffer.from(bytes));
  const table = readTable(text, (cell) => columnOf(cell) !== null);
  if (table.rows.length > learnersMax) throw registrationErrors.make('LEARNERS_TOO_MANY');
  const columns = table.header.map(columnOf);
  const places = { id: columns.indexOf('id'), email: columns.indexOf('email') };
  if (places.id < 0 && places.email < 0) {
    return { rowCount: table.rows.length, learners: [], problems: [{ row: 1, ...columnMissing }] };
  }
  const read = table.rows.map((row) => ({ row: row.row, ...readRow(row, places) }));
  const broken = table.brokenRow === null ? [] : [{ row: table.brokenRow, ...quoteNotClosed }];
  return {
    rowCount: table.rows.length + broken.length,
    learners: read.flatMap(({ row, learner }) => (learner ? [{ row, ...learner }] : [])),
    problems: [...read.flatMap(({ row, wrong }) => (wrong ? [{ row, ...wrong }] : [])), ...broken],
  };
}

const columnMissing = problem(null, 'COLUMN_MISSING', 'The first row must name a column email, or a column id.');
const quoteNotClosed = problem(null, 'QUOTE_NOT_CLOSED', 'A quotation mark is not closed from here on.');
const learnerMissing = problem(null, 'LEARNER_MISSING', 'The row names nobody.');

function columnOf(cell: string): 'id' | 'email' | null {
  const name = cell.trim().toLowerCase().replaceAll('_', ' ');
  if (names.id.has(name)) return 'id';
  return names.email.has(name) ? 'email' : null;
}

type ReadRow = {
  readonly learner?: Omit<NamedLearner, 'row'>;
  readonly wrong?: RowProblem;
};

/** The id counts where both are given. */
function readRow({ cells }: TableRow, places: Readonly<Record<'id' | 'email', number>>): ReadRow {
  const cell = (place: number) => unguarded(cells[place] ?? '').trim();
  const id = cell(places.id);
  if (id !== '') {
    if (isLearnerId(id) && !isEncodingDamaged(id)) return { learner: { by: 'id', key: id } };
    return { wrong: problem('id', 'ID_NOT_VALID', 'This cannot be the id of an account.') };
  }
  const email = cell(places.email).toLowerCase();
  if (email === '') return { wrong: learnerMissing };
  const looksRight = /^[^\s@]+@[^\s@]+$/.test(email) && email.length <= emailLengthMax && isLearnerId(email);
  if (looksRight && !isEncodingDamaged(email)) return { learner: { by: 'email', key: email } };
  return { wrong: problem('email', 'EMAIL_NOT_VALID', 'This cannot be an e-mail address.') };
}
