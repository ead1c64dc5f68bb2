import { transaction } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { appendAudit } from '../audit/audit-log.ts';
import { insertBankQuestions } from '../bank/bank.queries.ts';
import type { BankDraft } from '../bank/bank.ts';
import { type EditDeps, editDraft } from '../exam/edit-draft.ts';
import { questionErrors } from '../question/question.errors.ts';
import { countQuestions, insertQuestions, questionsMax } from '../question/question.queries.ts';
import type { ExchangePlace } from './exchange-place.ts';
import type { QuestionFormat } from './format.ts';
import { importErrors } from './import.errors.ts';

/** Who brings questions from a file in which format. */
export type Bringing = { readonly actor: string; readonly format: QuestionFormat };

/** Adds questions to a draft or a bank in one transaction. An exam must be a draft even where nothing is added. */
export async function addImported(
  deps: EditDeps,
  place: ExchangePlace,
  drafts: readonly BankDraft[],
  bringing: Bringing,
): Promise<number> {
  if (place.kind === 'EXAM') {
    await editDraft(deps, place.examId, async (em) => {
      const before = await countQuestions(em, place.examId);
      if (before + drafts.length > questionsMax) throw questionErrors.make('QUESTIONS_TOO_MANY');
      const questions = drafts.map(({ question }) => ({ id: newId(), ...question }));
      await insertQuestions(em, place.examId, questions);
      await audit(em, place, drafts.length, bringing);
    });
  } else if (drafts.length > 0) {
    if (drafts.length > questionsMax) throw importErrors.make('IMPORT_QUESTIONS_TOO_MANY');
    await transaction(deps.em, async (em) => {
      await insertBankQuestions(em, place.courseId, drafts, bringing.actor);
      await audit(em, place, drafts.length, bringing);
    });
  }
  return drafts.length;
}

async function audit(
  em: EntityManager,
  place: ExchangePlace,
  questionCount: number,
  { actor, format }: Bringing,
): Promise<void> {
  if (questionCount === 0) return;
  const examId = place.kind === 'EXAM' ? place.examId : null;
  const detail = { format, questionCount };
  await appendAudit(em, [{ courseId: place.courseId, examId, actor, action: 'QUESTIONS_IMPORTED', detail }]);
}
