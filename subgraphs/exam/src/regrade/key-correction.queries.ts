import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Question } from '../question/question.ts';
import type { KeyCorrection } from './key-correction.ts';

export type KeyCorrectionRow = KeyCorrection & {
  readonly reason: string;
  readonly correctedBy: string;
  readonly correctedAt: Date;
};

type Row = {
  readonly revision: number;
  readonly questionId: string;
  readonly question: Question | null;
  readonly reason: string;
  readonly correctedBy: string;
  readonly correctedAt: Date;
};

/** The corrections of an exam up to a revision, latest first. */
export async function listKeyCorrections(
  em: EntityManager,
  examId: string,
  revisionMax: number,
): Promise<KeyCorrectionRow[]> {
  const found = await rows<Row>(
    em,
    `select revision, question_id as "questionId", question, reason,
            corrected_by as "correctedBy", corrected_at as "correctedAt"
       from exam.key_correction where exam_id = ? and revision <= ? order by revision desc, question_id`,
    [examId, revisionMax],
  );
  return found.map(({ question, ...row }) =>
    question === null ? { ...row, isVoided: true, question } : { ...row, isVoided: false, question },
  );
}
