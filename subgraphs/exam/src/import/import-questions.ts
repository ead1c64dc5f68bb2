import { newId } from '@lectern/runtime';
import type { RequestDeps } from '../deps.ts';
import { type EditDeps, editDraft } from '../exam/edit-draft.ts';
import { getExamToTeach } from '../exam/exam-access.ts';
import { newChoiceId } from '../question/new-choice-id.ts';
import { questionErrors } from '../question/question.errors.ts';
import { countQuestions, insertQuestions, questionsMax } from '../question/question.queries.ts';
import type { QuestionDraft } from '../question/question.ts';
import { bytesOfBase64, decodeFile } from './decode-file.ts';
import { choiceLetters } from './question-of-row.ts';
import { type NumberedDraft, type NumberedProblem, type ReadQuestions, readQuestions } from './read-questions.ts';

export type ImportRequest = {
  readonly examId: string;
  readonly contentBase64: string;
  readonly isDryRun: boolean;
  readonly leavesOutBadRows: boolean;
};

/** What came of reading a file. */
export type ImportReport = {
  readonly isDryRun: boolean;
  readonly rowCount: number;
  readonly goodRowCount: number;
  readonly addedCount: number;
  readonly encoding: string;
  readonly delimiter: string;
  readonly problems: readonly NumberedProblem[];
  readonly problemCount: number;
  readonly preview: readonly PreviewedQuestion[];
};

type PreviewedQuestion = {
  readonly row: number;
  readonly kind: QuestionDraft['kind'];
  readonly prompt: string;
  readonly choices: readonly string[];
  readonly answer: string;
};

const problemsShown = 1_000;
const previewed = 20;

/** Reads a CSV file into a draft, whole or not at all unless bad rows are to be left out. */
export async function importQuestions(
  deps: EditDeps & Pick<RequestDeps, 'events'>,
  request: ImportRequest,
): Promise<ImportReport> {
  const { examId, isDryRun } = request;
  await getExamToTeach(deps, examId);
  const { text, encoding } = decodeFile(bytesOfBase64(request.contentBase64));
  const read = readQuestions(text, newChoiceId);
  const addedCount = await editDraft(deps, examId, async (em) => {
    if (isDryRun || (read.problems.length > 0 && !request.leavesOutBadRows)) return 0;
    const before = await countQuestions(em, examId);
    if (before + read.drafts.length > questionsMax) throw questionErrors.make('QUESTIONS_TOO_MANY');
    await insertQuestions(
      em,
      examId,
      read.drafts.map(({ draft }) => ({ id: newId(), ...draft })),
    );
    return read.drafts.length;
  });
  const { rowCount, problems } = read;
  deps.events.questionsImported({ examId, isDryRun, rowCount, problemCount: problems.length });
  return { ...reportOf(read), isDryRun, addedCount, encoding };
}

function reportOf({ rowCount, drafts, problems, delimiter }: ReadQuestions) {
  return {
    rowCount,
    goodRowCount: drafts.length,
    delimiter,
    problems: problems.slice(0, problemsShown),
    problemCount: problems.length,
    preview: drafts.slice(0, previewed).map(preview),
  };
}

function preview({ row, draft }: NumberedDraft): PreviewedQuestion {
  const { kind, prompt } = draft;
  const choices = 'choices' in draft ? draft.choices.map(({ text }) => text) : [];
  return { row, kind, prompt, choices, answer: answerOf(draft) };
}

/** The key as people write it in a file. */
function answerOf(draft: QuestionDraft): string {
  switch (draft.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return draft.choices
        .flatMap(({ isRight }, index) => (isRight ? [(choiceLetters[index] ?? '').toUpperCase()] : []))
        .join(', ');
    case 'TRUE_FALSE':
      return draft.isTrue ? 'TRUE' : 'FALSE';
    case 'NUMERIC':
      return [draft.number, draft.tolerance > 0 ? `± ${draft.tolerance}` : '', draft.unit ?? '']
        .filter(String)
        .join(' ');
    case 'SHORT_TEXT':
      return draft.acceptedTexts.join(' | ');
    default:
      return draft satisfies never;
  }
}
