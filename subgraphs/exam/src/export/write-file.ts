import { LecternError } from '@lectern/errors';
import { heldKinds, type QuestionFormat } from '../import/format.ts';
import { type ExchangedQuestion, type NumberedProblem, type NumberedQuestion, problem } from '../import/item.ts';
import { readFile } from '../import/read-file.ts';
import { writeAiken } from './aiken/write-aiken.ts';
import { differences } from './comparable.ts';
import { writeCsv } from './csv/write-csv.ts';
import { writeGift } from './gift/write-gift.ts';
import { writeMoodleXml } from './moodle-xml/write-moodle-xml.ts';
import { writeQtiPackage } from './qti/write-package.ts';

type Writer = {
  readonly mediaType: string;
  readonly extension: string;
  readonly write: (questions: readonly ExchangedQuestion[]) => string | Uint8Array;
  /** The same for reading back at once, where packing would cost more than it saves. */
  readonly writeUnpacked?: (questions: readonly ExchangedQuestion[]) => Uint8Array;
};

const writers: Readonly<Record<QuestionFormat, Writer>> = {
  CSV: { mediaType: 'text/csv', extension: 'csv', write: writeCsv },
  GIFT: { mediaType: 'text/plain', extension: 'gift', write: writeGift },
  AIKEN: { mediaType: 'text/plain', extension: 'txt', write: writeAiken },
  MOODLE_XML: { mediaType: 'application/xml', extension: 'xml', write: writeMoodleXml },
  QTI: {
    mediaType: 'application/zip',
    extension: 'zip',
    write: (questions) => writeQtiPackage(questions),
    writeUnpacked: (questions) => writeQtiPackage(questions, 0),
  },
};

export type WrittenFile = {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly extension: string;
  readonly questionCount: number;
  readonly problems: readonly NumberedProblem[];
};

const checkedTogether = 50;

/**
 * Questions as a file. Everything written is read back: a question that would come back as another one is left out and
 * reported, one that would only lose a detail is written and the detail reported.
 */
export function writeFile(format: QuestionFormat, questions: readonly ExchangedQuestion[]): WrittenFile {
  const numbered = questions.map((question, index) => ({ row: index + 1, ...question }));
  const problems: NumberedProblem[] = [];
  const written: NumberedQuestion[] = [];
  const held = numbered.filter((question) => {
    if (heldKinds[format].has(question.draft.kind)) return true;
    problems.push({ row: question.row, ...kindNotHeld(format, question.draft.kind) });
    return false;
  });
  for (let from = 0; from < held.length; from += checkedTogether) {
    const batch = held.slice(from, from + checkedTogether);
    const lost = lostOf(format, batch);
    const checked = lost.every((fields) => fields?.length === 0) ? lost : batch.flatMap((one) => lostOf(format, [one]));
    for (const [index, question] of batch.entries()) {
      const fields = checked[index] ?? null;
      if (fields?.every((field) => details.has(field))) written.push(question);
      problems.push(...lossProblems(format, question.row, fields));
    }
  }
  const { write, mediaType, extension } = writers[format];
  const content = write(written);
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  problems.sort((one, other) => one.row - other.row);
  return { bytes, mediaType, extension, questionCount: written.length, problems };
}

/** Without these a question still asks the same and has the same key. */
const details = new Set(['pointsMax', 'feedback', 'tags', 'difficulty', 'illustrations']);

/** The fields that each question would lose on its way; null when it could not be read back at all. */
function lostOf(format: QuestionFormat, questions: readonly NumberedQuestion[]): (string[] | null)[] {
  const { write, writeUnpacked = write } = writers[format];
  const content = writeUnpacked(questions);
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  let ids = 0;
  try {
    const read = readFile({ bytes, fileName: '', format, columns: [] }, () => `id-${ids++}`);
    const isWhole = read.problems.length === 0 && read.questions.length === questions.length;
    return questions.map((question, index) => {
      const back = isWhole ? read.questions[index] : undefined;
      return back === undefined ? null : differences(question, back);
    });
  } catch (error) {
    if (!(error instanceof LecternError)) throw error;
    return questions.map(() => null);
  }
}

function lossProblems(format: QuestionFormat, row: number, fields: readonly string[] | null): NumberedProblem[] {
  if (fields === null) {
    const message = `Its texts cannot be written in ${format}; it is not in the file.`;
    return [{ row, ...problem(null, 'TEXT_NOT_HELD', message) }];
  }
  const isLeftOut = fields.some((field) => !details.has(field));
  return fields
    .filter((field) => !isLeftOut || !details.has(field))
    .map((field) => {
      const end = isLeftOut ? 'it is not in the file' : 'it is in the file without';
      const code = isLeftOut ? 'TEXT_NOT_HELD' : 'DETAIL_NOT_HELD';
      return { row, ...problem(field, code, `${format} cannot hold the ${field} of this question; ${end}.`) };
    });
}

function kindNotHeld(format: QuestionFormat, kind: string) {
  return problem(
    'kind',
    'KIND_NOT_HELD',
    `${format} cannot hold questions of the kind ${kind}; it is not in the file.`,
  );
}
