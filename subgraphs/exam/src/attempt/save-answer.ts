import { inputErrors, requireUser } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import { scoreAnswer } from '../grading/score-answer.ts';
import type { Paper } from '../paper/paper.ts';
import { isInAttempt, questionsOfAttempt } from '../paper/questions-of-attempt.ts';
import { attemptErrors } from './attempt.errors.ts';
import { listStoredPlaces } from './attempt.queries.ts';
import { refuseStrangers } from './attempt-access.ts';
import { readDevice } from './device.ts';
import { isLeft } from './left-question.ts';
import { type GivenAnswer, parseAnswer } from './parse-answer.ts';

export type AnswerToSave = {
  readonly attemptId: string;
  readonly questionId: string;
  readonly sequence: number;
  readonly answer: GivenAnswer;
  readonly deviceId?: string | null | undefined;
};

/** That an answer is safe in the database. */
export type Receipt = {
  readonly attemptId: string;
  readonly questionId: string;
  readonly storedSequence: number;
  readonly savedAt: Date;
  readonly remainingSeconds: number;
};

/**
 * Saves an answer of the viewer and gives the receipt after COMMIT. It is read and scored against the cached paper
 * here; whether it still counts is decided by the statement that writes it.
 */
export async function saveAnswer(
  deps: Pick<RequestDeps, 'viewer' | 'em' | 'course' | 'loaders' | 'knownAttempts' | 'papers' | 'writer'>,
  { attemptId, questionId, sequence, answer, deviceId }: AnswerToSave,
): Promise<Receipt> {
  const user = requireUser(deps.viewer);
  if (sequence < 1) {
    const message = 'The sequence number must be 1 or more.';
    throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'sequence' } });
  }
  const attempt = await deps.knownAttempts.find(attemptId);
  if (attempt?.learnerId !== user.id) throw await refuseStrangers(deps, attemptId);
  const paper = await deps.papers.get(attempt.paperId);
  const question = paper.questionById.get(questionId);
  if (!question || !isInAttempt(paper, attempt.seed, questionId)) throw attemptErrors.make('QUESTION_NOT_IN_ATTEMPT');
  const parsed = parseAnswer(question, answer);
  if ('field' in parsed) {
    const { field, message } = parsed;
    throw attemptErrors.make('ANSWER_DOES_NOT_FIT', { message, facts: { field } });
  }
  if (attempt.isOneWay) await refuseLeft(deps, paper, attempt.seed, { attemptId, questionId, sequence });
  const { response } = parsed;
  const points = response === null ? null : scoreAnswer(question, response);
  const outcome = await deps.writer.saveAnswer({
    attemptId: attemptId.toLowerCase(),
    questionId,
    sequence,
    response,
    points,
    deviceId: readDevice({ deviceId }).deviceId,
  });
  if (outcome.kind === 'ANSWER_SEQUENCE_TAKEN') {
    throw attemptErrors.make(outcome.kind, { facts: { storedSequence: outcome.storedSequence } });
  }
  if (outcome.kind !== 'STORED') throw attemptErrors.make(outcome.kind);
  const { storedSequence, savedAt, remainingSeconds } = outcome;
  return { attemptId, questionId, storedSequence, savedAt, remainingSeconds };
}

/** Throws QUESTION_LEFT. Only exams that go one way pay for reading what is stored. */
async function refuseLeft(
  deps: Pick<RequestDeps, 'em'>,
  paper: Paper,
  seed: number,
  given: Pick<AnswerToSave, 'attemptId' | 'questionId' | 'sequence'>,
): Promise<void> {
  const stored = await listStoredPlaces(deps.em, given.attemptId);
  if (isLeft(questionsOfAttempt(paper, seed), stored, given)) throw attemptErrors.make('QUESTION_LEFT');
}
