import type { ExamRow } from '../exam/exam.entity.ts';
import type { Question } from '../question/question.ts';
import type { MarkRow, ScriptRow } from './script.queries.ts';
import type { ScriptStatus } from './settle-script.ts';

/** A script as one marker may see it. Nothing else of it reaches a resolver. */
export type ScriptView = {
  readonly id: string;
  readonly examId: string;
  readonly questionId: string;
  readonly prompt: string;
  readonly guidance: string;
  readonly pointsMax: number;
  readonly text: string;
  readonly candidate: string;
  /** Null where marking is anonymous. */
  readonly learnerId: string | null;
  readonly status: ScriptStatus;
  readonly points: number | null;
  readonly marks: readonly MarkView[];
};

export type MarkView = {
  /** Null where marking is anonymous and it is another's. */
  readonly markerId: string | null;
  readonly points: number;
  readonly feedback: string | null;
  readonly isDeciding: boolean;
  readonly markedAt: Date;
};

type ScriptFacts = {
  readonly script: ScriptRow;
  readonly marks: readonly MarkRow[];
  readonly exam: Pick<ExamRow, 'marking'>;
  readonly question: Question | undefined;
  readonly viewerId: string;
};

export function scriptView({ script, marks, exam, question, viewerId }: ScriptFacts): ScriptView {
  const { isAnonymous } = exam.marking;
  const seen = marks.filter(({ markerId }) => markerId === viewerId || seesOthers(script, marks, viewerId));
  return {
    id: script.id,
    examId: script.examId,
    questionId: script.questionId,
    prompt: question?.prompt ?? '',
    guidance: question?.kind === 'ESSAY' ? question.guidance : '',
    pointsMax: question?.pointsMax ?? 0,
    text: script.text,
    candidate: candidateOf(script.firstScriptId),
    learnerId: isAnonymous ? null : script.learnerId,
    status: script.status,
    points: script.points,
    marks: seen.map(({ markerId, points, feedback, isDeciding, markedAt }) => ({
      markerId: isAnonymous && markerId !== viewerId ? null : markerId,
      points,
      feedback,
      isDeciding,
      markedAt,
    })),
  };
}

/** Two markers do not know of each other's mark; who decides between them sees both. */
function seesOthers({ status }: ScriptRow, marks: readonly MarkRow[], viewerId: string): boolean {
  const own = marks.find(({ markerId }) => markerId === viewerId);
  return own ? own.isDeciding : status === 'DISAGREED';
}

function candidateOf(firstScriptId: string): string {
  const name = firstScriptId.slice(0, 8).toUpperCase();
  return `${name.slice(0, 4)}-${name.slice(4)}`;
}
