import { rows } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isUuid } from '../db/uuid.ts';
import { type PlacedQuestion, questionOfStored, type StoredQuestion } from '../question/question.queries.ts';
import type { QuestionDraft, QuestionKind } from '../question/question.ts';
import { bankErrors } from './bank.errors.ts';
import { type BankDraft, bankLimits } from './bank.ts';

/** A question of a bank in its latest version. */
export type BankQuestion = {
  readonly id: string;
  readonly courseId: string;
  readonly version: number;
  readonly question: QuestionDraft;
  readonly tags: readonly string[];
  readonly difficulty: number | null;
  readonly isArchived: boolean;
  readonly changedAt: Date;
};

export type BankFilter = {
  /** Those that bear all of them. */
  readonly tags: readonly string[];
  readonly kind: QuestionKind | null;
  /** Part of the prompt, in any case. */
  readonly search: string | null;
  readonly isArchived: boolean;
};

/** A statement takes one JSON text of them; some 10 MB at the longest questions there can be. */
const insertedTogetherMax = 500;

/**
 * Adds questions to the bank of a course, in this transaction; gives their ids in order. The questions must be without
 * problems, the tags as `readTags` gives them. Throws BANK_FULL.
 */
export async function insertBankQuestions(
  em: EntityManager,
  courseId: string,
  drafts: readonly BankDraft[],
  createdBy: string,
): Promise<string[]> {
  const [bank] = await rows<{ count: number }>(
    em,
    'select count(*)::int as count from exam.bank_question where course_id = ?',
    [courseId],
  );
  if ((bank?.count ?? 0) + drafts.length > bankLimits.questionsMax) throw bankErrors.make('BANK_FULL');
  const added = drafts.map(({ question, tags, difficulty }) => {
    return { id: newId(), tags, difficulty, ...storedColumns(question) };
  });
  for (let from = 0; from < added.length; from += insertedTogetherMax) {
    await rows(
      em,
      `with given as (
         select * from jsonb_to_recordset(?::jsonb) as g (
           id uuid, tags text[], difficulty smallint, kind text, prompt text, points_max float8, content jsonb)
       ),
       question as (
         insert into exam.bank_question (id, course_id, kind, tags, difficulty, created_by)
         select id, ?, kind, tags, difficulty, ? from given
       )
       insert into exam.bank_question_version (question_id, version, kind, prompt, points_max, content, created_by)
       select id, 1, kind, prompt, points_max, content, ? from given`,
      [JSON.stringify(added.slice(from, from + insertedTogetherMax)), courseId, createdBy, createdBy],
    );
  }
  return added.map(({ id }) => id);
}

/** Writes the next version of a locked question of the bank. */
export async function insertBankVersion(
  em: EntityManager,
  { id, version }: Pick<BankQuestion, 'id' | 'version'>,
  question: QuestionDraft,
  createdBy: string,
): Promise<void> {
  const { kind, prompt, points_max: pointsMax, content } = storedColumns(question);
  await rows(
    em,
    `with written as (
       insert into exam.bank_question_version (question_id, version, kind, prompt, points_max, content, created_by)
       values (?, ?, ?, ?, ?, ?::jsonb, ?)
     )
     update exam.bank_question set version = ?, kind = ?, changed_at = clock_timestamp() where id = ?`,
    [id, version + 1, kind, prompt, pointsMax, JSON.stringify(content), createdBy, version + 1, kind, id],
  );
}

/** What a question bears besides itself; a change of nothing is none. */
export async function updateLabels(
  em: EntityManager,
  id: string,
  { tags, difficulty }: Pick<BankDraft, 'tags' | 'difficulty'>,
): Promise<void> {
  await rows(
    em,
    `update exam.bank_question set tags = ?::text[], difficulty = ?::smallint, changed_at = clock_timestamp()
      where id = ? and (tags <> ?::text[] or difficulty is distinct from ?::smallint)`,
    [tags, difficulty, id, tags, difficulty],
  );
}

export async function setArchived(em: EntityManager, id: string, isArchived: boolean): Promise<void> {
  await rows(
    em,
    'update exam.bank_question set is_archived = ?, changed_at = clock_timestamp() where id = ? and is_archived <> ?',
    [isArchived, id, isArchived],
  );
}

export async function findBankQuestion(em: EntityManager, id: string): Promise<BankQuestion | null> {
  const [found] = await findBankQuestions(em, [id]);
  return found ?? null;
}

/** In any order. */
export async function findBankQuestions(em: EntityManager, ids: readonly string[]): Promise<BankQuestion[]> {
  return selectBank(em, 'b.id = any(?::uuid[])', [ids.filter(isUuid)]);
}

/** Locks a question of the bank until the transaction ends, so that its versions follow each other. */
export async function lockBankQuestion(em: EntityManager, id: string): Promise<BankQuestion | null> {
  await rows(em, 'select id from exam.bank_question where id = ? for update', [id]);
  // A statement of its own: the one that waited would not see the version that was written meanwhile.
  return findBankQuestion(em, id);
}

/** Latest change first. `after` is [changedAt, id]. */
export async function listBank(
  em: EntityManager,
  courseId: string,
  filter: BankFilter,
  limit: number,
  after: readonly (string | number)[] | undefined,
): Promise<BankQuestion[]> {
  const { where, params } = matching(courseId, filter);
  return selectBank(
    em,
    `${where} ${after ? 'and (b.changed_at, b.id) < (?::timestamptz, ?::uuid)' : ''}
      order by b.changed_at desc, b.id desc limit ?`,
    [...params, ...(after ?? []), limit],
  );
}

export async function countBank(em: EntityManager, courseId: string, filter: BankFilter): Promise<number> {
  const { where, params } = matching(courseId, filter);
  const [row] = await rows<{ count: number }>(
    em,
    `select count(*)::int as count from exam.bank_question b join exam.bank_question_version v
         on v.question_id = b.id and v.version = b.version
      where ${where}`,
    params,
  );
  return row?.count ?? 0;
}

export function bankCursor({ changedAt, id }: BankQuestion): readonly string[] {
  return [changedAt.toISOString(), id];
}

function matching(courseId: string, { tags, kind, search, isArchived }: BankFilter) {
  const conditions = ['b.course_id = ?', 'b.is_archived = ?'];
  const params: unknown[] = [courseId, isArchived];
  if (tags.length > 0) {
    conditions.push('b.tags @> ?::text[]');
    params.push(tags);
  }
  if (kind !== null) {
    conditions.push('b.kind = ?');
    params.push(kind);
  }
  if (search !== null) {
    conditions.push(`v.prompt ilike '%' || ? || '%'`);
    params.push(search.replaceAll(/[\\%_]/g, String.raw`\$&`));
  }
  return { where: conditions.join(' and '), params };
}

async function selectBank(em: EntityManager, where: string, params: readonly unknown[]): Promise<BankQuestion[]> {
  const found = await rows<BankRow>(
    em,
    `select b.id, b.course_id as "courseId", b.version, b.tags, b.difficulty, b.is_archived as "isArchived",
            b.changed_at as "changedAt", v.kind, v.prompt, v.points_max as "pointsMax", v.content
       from exam.bank_question b join exam.bank_question_version v
         on v.question_id = b.id and v.version = b.version
      where ${where}`,
    params,
  );
  return found.map(({ kind, prompt, pointsMax, content, ...bank }) => {
    return { ...bank, question: questionOfStored({ kind, prompt, pointsMax, content }) };
  });
}

type BankRow = Omit<BankQuestion, 'question'> & StoredQuestion;

/** All versions of a question of the bank, latest first. */
export async function listBankVersions(em: EntityManager, id: string): Promise<PlacedQuestion[]> {
  const found = await rows<StoredQuestion & { version: number }>(
    em,
    `select version, kind, prompt, points_max as "pointsMax", content
       from exam.bank_question_version where question_id = ? order by version desc`,
    [id],
  );
  return found.map(({ version, ...stored }) => asAuthored(id, version, questionOfStored(stored)));
}

/** One version of a question of the bank. */
export async function findBankVersion(em: EntityManager, id: string, version: number): Promise<QuestionDraft | null> {
  const [found] = await rows<StoredQuestion>(
    em,
    `select kind, prompt, points_max as "pointsMax", content
       from exam.bank_question_version where question_id = ? and version = ?`,
    [id, version],
  );
  return found ? questionOfStored(found) : null;
}

/** A question of the bank as its author sees it: with the bank's id, and at no place. */
export function asAuthored(id: string, version: number, question: QuestionDraft): PlacedQuestion {
  return { ...question, id, position: 0, sectionId: null, bankQuestionId: id, bankVersion: version };
}

/** The tags of a bank by name, with how many questions bear them; what is put away does not count. */
export async function listTags(
  em: EntityManager,
  courseId: string,
): Promise<{ readonly name: string; readonly questionCount: number }[]> {
  return rows(
    em,
    `select tag as name, count(*)::int as "questionCount"
       from exam.bank_question, unnest(tags) as tag
      where course_id = ? and not is_archived group by tag order by tag`,
    [courseId],
  );
}

/** For a batch loader: the latest versions, in any order. */
export async function latestBankVersions(
  em: EntityManager,
  ids: readonly string[],
): Promise<{ readonly id: string; readonly version: number }[]> {
  return rows(em, 'select id, version from exam.bank_question where id = any(?::uuid[])', [ids]);
}

/** For a batch loader: in how many exams questions of the bank stand, fixed or in the pool of a published draw. */
export async function countExamsOfBank(
  em: EntityManager,
  ids: readonly string[],
): Promise<{ readonly id: string; readonly count: number }[]> {
  return rows(
    em,
    `select id, count(distinct exam_id)::int as count from (
         select bank_question_id as id, exam_id from exam.question where bank_question_id = any(?::uuid[])
         union all
         select drawn.id, p.exam_id from exam.paper p, unnest(p.bank_question_ids) as drawn (id)
          where p.bank_question_ids && ?::uuid[] and drawn.id = any(?::uuid[])
       ) used group by id`,
    [ids, ids, ids],
  );
}

function storedColumns({ prompt, pointsMax, kind, ...content }: QuestionDraft) {
  return { kind, prompt, points_max: pointsMax, content };
}
