import { rows, transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { prepareAttempts } from '../attempt/prepare-attempts.ts';
import { appendAudit } from '../audit/audit-log.ts';
import type { RequestDeps } from '../deps.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { shareExam } from '../exam/exam.queries.ts';
import { getExamToTeach } from '../exam/exam-access.ts';
import { bytesOfBase64 } from '../import/decode-file.ts';
import { type NumberedProblem, problem } from '../import/item.ts';
import type { LearnerFile, NamedLearner } from './read-learner-file.ts';
import { insertRegistrations } from './registration.queries.ts';
import { appendRegistrationsChanged } from './registrations-changed.ts';

export type LearnersOfFile = {
  readonly rowCount: number;
  readonly registeredCount: number;
  readonly alreadyCount: number;
  readonly problems: readonly NumberedProblem[];
};

type FileDeps = Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'people' | 'fileWork' | 'events' | 'newSeed' | 'rooms'>;

/** In one statement, and in one event. */
const registeredTogetherMax = 1_000;

/**
 * Registers the learners a file names, all of them or, while any row is bad, none. A dry run changes nothing and says
 * what would be done.
 */
export async function registerFromFile(
  deps: FileDeps,
  examId: string,
  contentBase64: string,
  isDryRun: boolean,
): Promise<LearnersOfFile> {
  const { exam, user } = await getExamToTeach(deps, examId);
  if (exam.status === 'CLOSED') throw examErrors.make('EXAM_CLOSED');
  const file = await deps.fileWork.readLearners(bytesOfBase64(contentBase64));
  const { learnerIds, problems } = await findLearners(deps, file);
  const outcome = { rowCount: file.rowCount, registeredCount: 0, alreadyCount: 0, problems };
  if (problems.length > 0) return outcome;
  if (isDryRun) {
    const alreadyCount = await countRegistered(deps.em, exam.id, learnerIds);
    return { ...outcome, alreadyCount, registeredCount: learnerIds.length - alreadyCount };
  }
  const registeredCount = await transaction(deps.em, (em) => registerAll(em, deps, exam.id, learnerIds, user.id));
  deps.events.learnersRegistered({ examId: exam.id, count: registeredCount });
  deps.rooms.touch(exam.id);
  return { ...outcome, registeredCount, alreadyCount: learnerIds.length - registeredCount };
}

/** Whose the addresses are, and whether the ids are anybody's, identity knows. */
async function findLearners(
  { people }: FileDeps,
  { learners, problems }: LearnerFile,
): Promise<{ learnerIds: string[]; problems: NumberedProblem[] }> {
  const keysBy = (by: NamedLearner['by']) => [
    ...new Set(learners.filter((one) => one.by === by).map(({ key }) => key)),
  ];
  const [idOfEmail, known] = await Promise.all([people.idsByEmail(keysBy('email')), people.existing(keysBy('id'))]);
  const rowOf = new Map<string, number>();
  const found = learners.flatMap(({ row, by, key }) => {
    const id = by === 'email' ? idOfEmail.get(key) : known.has(key) ? key : undefined;
    if (id === undefined) return [{ row, ...(by === 'email' ? emailUnknown : idUnknown) }];
    const first = rowOf.get(id);
    if (first !== undefined)
      return [{ row, ...problem(by, 'LEARNER_REPEATED', `Row ${first} names the same person.`) }];
    rowOf.set(id, row);
    return [];
  });
  const all = [...problems, ...found].toSorted((one, other) => one.row - other.row);
  return { learnerIds: [...rowOf.keys()], problems: all };
}

const emailUnknown = problem('email', 'EMAIL_UNKNOWN', 'No account has this e-mail address.');
const idUnknown = problem('id', 'ID_UNKNOWN', 'There is no account with this id.');

async function registerAll(
  em: EntityManager,
  { newSeed }: Pick<FileDeps, 'newSeed'>,
  examId: string,
  learnerIds: readonly string[],
  actor: string,
): Promise<number> {
  const exam = await shareExam(em, examId);
  if (!exam) throw examErrors.make('EXAM_NOT_FOUND');
  if (exam.status === 'CLOSED') throw examErrors.make('EXAM_CLOSED');
  let count = 0;
  // Across statements in one order as well: two files with the same people must not wait for each other in a circle.
  const inOrder = learnerIds.toSorted();
  for (let from = 0; from < inOrder.length; from += registeredTogetherMax) {
    const some = inOrder.slice(from, from + registeredTogetherMax);
    count += (await registerSome(em, exam, some, newSeed)).length;
  }
  const { courseId } = exam;
  await appendAudit(em, [{ courseId, examId, actor, action: 'LEARNERS_REGISTERED', detail: { count, isFile: true } }]);
  return count;
}

/** Registers those who are not yet, with the event and the attempts made ahead; returns who they were. */
export async function registerSome(
  em: EntityManager,
  exam: ExamRow,
  learnerIds: readonly string[],
  newSeed: () => number,
): Promise<string[]> {
  const added = await insertRegistrations(em, exam.id, learnerIds);
  await appendRegistrationsChanged(em, exam.id, added, true);
  await prepareAttempts(em, exam, added, newSeed);
  return added;
}

async function countRegistered(em: EntityManager, examId: string, learnerIds: readonly string[]): Promise<number> {
  const [row] = await rows<{ count: number }>(
    em,
    'select count(*)::int as count from exam.registration where exam_id = ? and learner_id = any(?::text[])',
    [examId, learnerIds],
  );
  return row?.count ?? 0;
}
