import { inputErrors } from '@lectern/subgraph';
import { type BankDraft, readTags } from '../bank/bank.ts';
import type { RequestDeps } from '../deps.ts';
import type { EditDeps } from '../exam/edit-draft.ts';
import { addImported } from './add-imported.ts';
import type { ColumnMapping } from './csv/columns.ts';
import { bytesOfBase64 } from './decode-file.ts';
import { type ExchangePlace, getExchangePlace } from './exchange-place.ts';
import type { QuestionFormat } from './format.ts';
import type { NumberedProblem, NumberedQuestion } from './item.ts';
import { type PreviewedQuestion, previewOf } from './preview.ts';
import { problemsCsv } from './problems-csv.ts';
import type { ReadFile } from './read-file.ts';

export type ImportRequest = {
  /** An exam, or the course whose bank is meant. */
  readonly examId?: string | null | undefined;
  readonly courseId?: string | null | undefined;
  readonly contentBase64: string;
  readonly fileName: string;
  readonly format: QuestionFormat | null;
  readonly columns: readonly ColumnMapping[];
  /** What every question of the file is tagged with in the bank. */
  readonly tags: readonly string[];
  readonly isDryRun: boolean;
  readonly leavesOutBadRows: boolean;
};

/** What came of reading a file. */
export type ImportReport = {
  readonly isDryRun: boolean;
  readonly format: QuestionFormat;
  readonly rowCount: number;
  readonly goodRowCount: number;
  readonly addedCount: number;
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly columns: readonly ColumnMapping[];
  readonly problems: readonly NumberedProblem[];
  readonly problemCount: number;
  readonly problemsCsv: string;
  readonly preview: readonly PreviewedQuestion[];
};

const problemsShown = 1_000;
const previewed = 20;

/** Reads a file into a draft or a bank, whole or not at all unless bad rows are to be left out. */
export async function importQuestions(
  deps: EditDeps & Pick<RequestDeps, 'events' | 'fileWork'>,
  request: ImportRequest,
): Promise<ImportReport> {
  const { isDryRun, fileName, format, columns, leavesOutBadRows } = request;
  const { place, user } = await getExchangePlace(deps, request);
  const bytes = bytesOfBase64(request.contentBase64);
  const read = await deps.fileWork.read({ bytes, fileName, format, columns });
  const drafts = bankDrafts(read.questions, request.tags);
  const isApplied = !isDryRun && (read.problems.length === 0 || leavesOutBadRows);
  const bringing = { actor: user.id, format: read.format };
  const addedCount = await addImported(deps, place, isApplied ? drafts : [], bringing);
  const { rowCount, problems } = read;
  deps.events.questionsImported({ ...placeFact(place), isDryRun, rowCount, problemCount: problems.length });
  return { ...reportOf(read), isDryRun, addedCount };
}

/** Questions as a bank keeps them, with their own tags and those that all of the file get. */
function bankDrafts(questions: readonly NumberedQuestion[], tags: readonly string[]): BankDraft[] {
  const tagsWith = (own: readonly string[]) => {
    const read = readTags([...own, ...tags]);
    if ('tags' in read) return read.tags;
    throw inputErrors.make('BAD_INPUT', { message: read.message, facts: { field: 'tags' } });
  };
  tagsWith([]);
  return questions.map(({ draft, difficulty, tags: own }) => ({ question: draft, difficulty, tags: tagsWith(own) }));
}

function placeFact(place: ExchangePlace): { examId: string | null; courseId: string } {
  return { examId: place.kind === 'EXAM' ? place.examId : null, courseId: place.courseId };
}

function reportOf({ format, rowCount, questions, problems, delimiter, encoding, columns }: ReadFile) {
  return {
    format,
    rowCount,
    goodRowCount: questions.length,
    delimiter,
    encoding,
    columns,
    problems: problems.slice(0, problemsShown),
    problemCount: problems.length,
    problemsCsv: problemsCsv(problems),
    preview: questions.slice(0, previewed).map(previewOf),
  };
}
