import { transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { LRUCache } from 'lru-cache';
import type { ExamRow } from '../exam/exam.entity.ts';
import type { KnownPaper, PaperCache } from '../paper/paper-cache.ts';
import type { QuestionKind } from '../question/question.ts';
import { addUnfinished } from './add-unfinished.ts';
import {
  type AnalysisFacts,
  type AnsweredSums,
  allowHeavyRead,
  fingerprintOf,
  listUnfinished,
  sumAnswers,
  sumResults,
} from './analysis.queries.ts';
import { type Distractor, distractorsOf } from './distractors.ts';
import {
  groupSize,
  type ItemStatistics,
  type ItemSums,
  itemStatistics,
  type TestStatistics,
  type TestSums,
  testStatistics,
} from './item-statistics.ts';

/** How well the questions did their work. */
export type ItemAnalysis = TestStatistics & {
  readonly attemptCount: number;
  readonly questions: readonly QuestionAnalysis[];
};

export type QuestionAnalysis = ItemStatistics & {
  readonly questionId: string;
  readonly kind: QuestionKind;
  readonly prompt: string;
  readonly attemptCount: number;
  readonly answeredCount: number;
  readonly distractors: readonly Distractor[];
};

export type ItemAnalyses = {
  /** Of a published exam. */
  get(exam: ExamRow): Promise<ItemAnalysis | null>;
};

const keptMax = 50;
/** Of 300,000 attempts of 40 questions on a busy machine. Who asked may have gone: what was added up is kept. */
const statementTimeoutMs = 300_000;
/** What took long is kept for so many times as long, though results come in meanwhile; what is quick is always fresh. */
const keptFactor = 20;
const keptMsMax = 60_000;
const quickMs = 1_000;

type Kept = { readonly analysis: ItemAnalysis; readonly print: string };

/**
 * Adds up once as long as no result changes; who asks meanwhile waits for the same. One exam at a time, so that the
 * memory and the connections this takes are bounded. `em` gives a fork to read with.
 */
export function createItemAnalyses(em: () => EntityManager, papers: PaperCache): ItemAnalyses {
  const inTurn = createTurns();
  const known = new LRUCache<string, Kept, { exam: ExamRow; paperId: string }>({
    max: keptMax,
    ttl: keptMsMax,
    noDeleteOnStaleGet: true,
    fetchMethod: (_key, old, { context: { exam, paperId }, options }) =>
      inTurn(async () => {
        const print = await fingerprintOf(em(), exam.id);
        options.ttl = 1;
        if (old?.print === print) return old;
        const begun = performance.now();
        const analysis = await analyse(em(), exam, await papers.getCorrected(paperId, exam.keyRevision));
        const took = performance.now() - begun;
        if (took > quickMs) options.ttl = Math.min(keptMsMax, keptFactor * took);
        return { analysis, print };
      }),
  });
  return {
    async get(exam) {
      const { paperId } = exam;
      if (paperId === null) return null;
      const key = `${exam.id}:${exam.keyRevision}:${exam.countingAttempt}`;
      return (await known.fetch(key, { context: { exam, paperId } }))?.analysis ?? null;
    },
  };
}

/** One after another. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

async function analyse(em: EntityManager, exam: ExamRow, paper: KnownPaper): Promise<ItemAnalysis> {
  const { test, answered, counts } = await readSums(em, exam, paper);
  const sumsOf = new Map(answered.map((sums) => [sums.questionId, sums]));
  const countsOf = Map.groupBy(counts, ({ questionId }) => questionId);
  const asked = paper.questions.filter(({ id }) => !paper.voidedIds.has(id));
  const items = asked.map((question) => ({ question, sums: itemSums(question.pointsMax, sumsOf.get(question.id)) }));
  const haveSameQuestions = paper.draws.length === 0;
  return {
    ...testStatistics(
      test,
      items.map(({ sums }) => sums),
      haveSameQuestions,
    ),
    attemptCount: test.attemptCount,
    questions: items.map(({ question, sums }) => ({
      ...itemStatistics(sums),
      questionId: question.id,
      kind: question.kind,
      prompt: question.prompt,
      attemptCount: sums.attemptCount,
      answeredCount: sumsOf.get(question.id)?.answeredCount ?? 0,
      distractors: distractorsOf(question, countsOf.get(question.id) ?? []),
    })),
  };
}

/** One snapshot, so that all sums are of the same results; and no longer than a statement may take. */
async function readSums(em: EntityManager, exam: ExamRow, paper: KnownPaper) {
  return transaction(
    em,
    async (inner) => {
      await allowHeavyRead(inner, statementTimeoutMs);
      const test = await sumResults(inner, exam.id, exam.countingAttempt);
      const facts = factsOf(exam, paper, groupSize(test.attemptCount));
      const { answered, counts } = await sumAnswers(inner, facts);
      return { test, counts, answered: await overHolders(inner, facts, paper, test, answered) };
    },
    { isolation: 'repeatable read' },
  );
}

function factsOf(exam: ExamRow, paper: KnownPaper, group: number): AnalysisFacts {
  const folded = paper.questions.filter((question) => question.kind === 'SHORT_TEXT' && (question.foldsCase ?? true));
  return {
    examId: exam.id,
    counting: exam.countingAttempt,
    group,
    plainIds: [...paper.essayIds],
    voidedIds: [...paper.voidedIds],
    foldedIds: folded.map(({ id }) => id),
  };
}

/** Sums over those who answered a question, and over those who held it. */
export type HeldSums = AnsweredSums & { readonly attemptCount: number };

/** Who left a question out has 0 points for it. Fixed questions are held by all, drawn ones by whom they were drawn for. */
async function overHolders(
  em: EntityManager,
  facts: AnalysisFacts,
  paper: KnownPaper,
  test: TestSums,
  answered: readonly AnsweredSums[],
): Promise<HeldSums[]> {
  const answeredOf = new Map(answered.map((sums) => [sums.questionId, sums]));
  const asked = paper.questions.filter(({ id }) => !paper.voidedIds.has(id));
  const held = asked.map(({ id, drawId }): HeldSums => {
    const own = answeredOf.get(id) ?? { ...nothing, questionId: id };
    if (drawId) return { ...own, attemptCount: own.answeredCount };
    const { attemptCount, sumT, sumTT } = test;
    return { ...own, attemptCount, sumT, sumTT, upperCount: facts.group, lowerCount: facts.group };
  });
  const drawn = paper.questions.filter(({ drawId }) => drawId).map(({ id }) => id);
  if (drawn.length === 0) return held;
  const drawnCount = paper.draws.reduce((sum, { questionCount }) => sum + questionCount, 0);
  return addUnfinished(paper, held, listUnfinished(em, facts, drawn, drawnCount));
}

const nothing = {
  ...{ answeredCount: 0, sumX: 0, sumXX: 0, sumXT: 0, sumT: 0, sumTT: 0 },
  ...{ upperCount: 0, upperSumX: 0, lowerCount: 0, lowerSumX: 0 },
};

function itemSums(pointsMax: number, sums: HeldSums | undefined): ItemSums {
  return { attemptCount: 0, ...nothing, ...sums, pointsMax };
}
