import { inputErrors, readPage, toConnection } from '@lectern/subgraph';
import { requireTeacher } from '../exam/exam-access.ts';
import { cursorParts } from '../graphql/cursor.ts';
import type {
  BankFilter as BankFilterInput,
  BankQuestionResolvers,
  MutationResolvers,
  QueryResolvers,
} from '../graphql/types.generated.ts';
import { newChoiceId } from '../question/new-choice-id.ts';
import { readQuestion } from '../question/question-input.ts';
import { addBankQuestion } from './add-bank-question.ts';
import { addToBank } from './add-to-bank.ts';
import { archiveBankQuestion } from './archive-bank-question.ts';
import {
  asAuthored,
  type BankFilter,
  bankCursor,
  countBank,
  listBank,
  listBankVersions,
  listTags,
} from './bank.queries.ts';
import { getBankQuestion } from './bank-access.ts';
import { checkedLabels } from './checked-labels.ts';
import { refreshFromBank } from './refresh-from-bank.ts';
import { takeFromBank } from './take-from-bank.ts';
import { updateBankQuestion } from './update-bank-question.ts';

export const bankQueries = {
  async questionBank(_parent, { courseId, filter: given, ...args }, deps) {
    await requireTeacher(deps, courseId);
    const page = readPage(args);
    const filter = filterOf(given);
    const found = await listBank(deps.em, courseId, filter, page.limit, cursorParts(page, 'instant', 'uuid'));
    return toConnection(found, page, bankCursor, () => countBank(deps.em, courseId, filter));
  },
  async bankTags(_parent, { courseId }, deps) {
    await requireTeacher(deps, courseId);
    return listTags(deps.em, courseId);
  },
  async bankQuestionVersions(_parent, { id }, deps) {
    const { bankQuestion } = await getBankQuestion(deps, id);
    return listBankVersions(deps.em, bankQuestion.id);
  },
} satisfies QueryResolvers;

export const bankMutations = {
  async addBankQuestion(_parent, { input: { courseId, question, tags, difficulty } }, deps) {
    const draft = { question: readQuestion(question, newChoiceId), tags: tags ?? [], difficulty: difficulty ?? null };
    return { bankQuestion: await addBankQuestion(deps, courseId, draft) };
  },
  async updateBankQuestion(_parent, { input: { id, question, tags, difficulty } }, deps) {
    const change = {
      ...(question ? { question: readQuestion(question, newChoiceId) } : {}),
      ...(tags ? { tags } : {}),
      ...(difficulty === undefined ? {} : { difficulty }),
    };
    return { bankQuestion: await updateBankQuestion(deps, id, change) };
  },
  async archiveBankQuestion(_parent, { input }, deps) {
    return { bankQuestion: await archiveBankQuestion(deps, input.id, input.isArchived) };
  },
  async takeFromBank(_parent, { input }, deps) {
    return { paper: await takeFromBank(deps, { ...input, sectionId: input.sectionId ?? null }) };
  },
  addToBank: (_parent, { input }, deps) =>
    addToBank(deps, { examId: input.examId, questionIds: input.questionIds ?? null, tags: input.tags ?? [] }),
  async refreshFromBank(_parent, { input }, deps) {
    return { question: await refreshFromBank(deps, input.questionId) };
  },
} satisfies MutationResolvers;

export const bankQuestionFields = {
  question: ({ id, version, question }) => asAuthored(id, version, question),
  examCount: ({ id }, _args, { loaders }) => loaders.bankExamCount.load(id),
} satisfies BankQuestionResolvers;

const searchLengthMax = 200;

function filterOf(given: BankFilterInput | null | undefined): BankFilter {
  const search = given?.search?.trim() || null;
  if (search !== null && (search.length > searchLengthMax || search.includes('\0'))) {
    const message = `A search may have at most ${searchLengthMax} characters.`;
    throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'search' } });
  }
  const { tags } = checkedLabels({ tags: given?.tags ?? [], difficulty: null });
  return { tags, kind: given?.kind ?? null, search, isArchived: given?.isArchived ?? false };
}
