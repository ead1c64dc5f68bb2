import { transaction } from '@lectern/postgres';
import { inputErrors } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import { appendAudit } from '../audit/audit-log.ts';
import { countBank, listBank } from '../bank/bank.queries.ts';
import { readTags } from '../bank/bank.ts';
import type { RequestDeps } from '../deps.ts';
import { type ExchangePlace, getExchangePlace } from '../import/exchange-place.ts';
import type { QuestionFormat } from '../import/format.ts';
import type { ExchangedQuestion, NumberedProblem } from '../import/item.ts';
import { listQuestions, questionsMax } from '../question/question.queries.ts';
import { exportErrors } from './export.errors.ts';

export type ExportRequest = {
  /** An exam, or the course whose bank is meant. */
  readonly examId?: string | null | undefined;
  readonly courseId?: string | null | undefined;
  /** Only questions of the bank that bear all of them. */
  readonly tags: readonly string[];
  readonly format: QuestionFormat;
};

export type ExportedFile = {
  readonly fileName: string;
  readonly mediaType: string;
  readonly contentBase64: string;
  readonly questionCount: number;
  readonly problems: readonly NumberedProblem[];
};

/** Gives the fixed questions of an exam, or those of a bank that are not put away, as a file. */
export async function exportQuestions(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'fileWork'>,
  request: ExportRequest,
): Promise<ExportedFile> {
  const { format } = request;
  const { place, user } = await getExchangePlace(deps, request);
  const questions = await questionsOf(deps.em, place, request.tags);
  const file = await deps.fileWork.write(format, questions);
  const examId = place.kind === 'EXAM' ? place.examId : null;
  const detail = { format, questionCount: file.questionCount };
  const action = 'QUESTIONS_EXPORTED';
  await transaction(deps.em, (em) =>
    appendAudit(em, [{ courseId: place.courseId, examId, actor: user.id, action, detail }]),
  );
  return {
    fileName: `${nameOf(place)}.${file.extension}`,
    mediaType: file.mediaType,
    contentBase64: Buffer.from(file.bytes).toString('base64'),
    questionCount: file.questionCount,
    problems: file.problems,
  };
}

async function questionsOf(
  em: EntityManager,
  place: ExchangePlace,
  tags: readonly string[],
): Promise<ExchangedQuestion[]> {
  if (place.kind === 'EXAM') {
    const all = await listQuestions(em, place.examId);
    return all.map((draft) => ({ draft, tags: [], difficulty: null }));
  }
  const read = readTags(tags);
  if (!('tags' in read)) throw inputErrors.make('BAD_INPUT', { message: read.message, facts: { field: 'tags' } });
  const filter = { tags: read.tags, kind: null, search: null, isArchived: false };
  if ((await countBank(em, place.courseId, filter)) > questionsMax)
    throw exportErrors.make('EXPORT_QUESTIONS_TOO_MANY');
  const found = await listBank(em, place.courseId, filter, questionsMax, undefined);
  // The list is latest first; a file is read from its beginning.
  return found.reverse().map(({ question, tags: named, difficulty }) => ({ draft: question, tags: named, difficulty }));
}

/** The exam's title as far as every file system takes it. */
function nameOf(place: ExchangePlace): string {
  if (place.kind === 'BANK') return 'question-bank';
  const name = place.title
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  return [...name].slice(0, 60).join('') || 'questions';
}
