import type { AttemptRow } from '../attempt/attempt.entity.ts';
import type { Relation } from '../attempt/attempt-access.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import type { Loaders } from '../graphql/loaders.ts';
import {
  type ResultParts,
  type ResultState,
  type ResultViewer,
  resultParts,
  resultState,
  waitsForClose,
} from './result-policy.ts';

/** A result, and what its viewer may see of it. */
export type ResultView = { readonly attempt: AttemptRow; readonly exam: ExamRow; readonly parts: ResultParts };

export type SeenResult = { readonly state: ResultState; readonly result: ResultView | null };

/** What a viewer sees of an attempt's result. */
export async function seeResult(
  loaders: Pick<Loaders, 'examIsOver'>,
  attempt: AttemptRow,
  exam: ExamRow,
  relation: Relation,
): Promise<SeenResult> {
  const viewer = viewerOf(relation);
  if (viewer === null) return { state: 'NONE', result: null };
  const { resultPolicy: policy } = exam;
  const isOver = waitsForClose(policy, viewer) && (await loaders.examIsOver.load(exam.id));
  const state = resultState(attempt.status, policy, viewer, isOver);
  const parts = resultParts(policy, viewer, isOver);
  return { state, result: state === 'SHOWN' ? { attempt, exam, parts } : null };
}

/** Whether the viewer sees marks of an exam's results at all: with them lists of results are in their order. */
export async function seesMarks(
  loaders: Pick<Loaders, 'examIsOver'>,
  exam: ExamRow,
  viewer: ResultViewer,
): Promise<boolean> {
  const isOver = waitsForClose(exam.resultPolicy, viewer) && (await loaders.examIsOver.load(exam.id));
  return resultParts(exam.resultPolicy, viewer, isOver).marks;
}

function viewerOf(relation: Relation): ResultViewer | null {
  return relation === 'LEARNER' || relation === 'TEACHER' || relation === 'PARTICIPANT' ? relation : null;
}
