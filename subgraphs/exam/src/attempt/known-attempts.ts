import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import { isUuid } from '../db/uuid.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { findExams } from '../exam/exam.queries.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { findAttempts } from './attempt.queries.ts';

/** What never changes of an attempt: enough to read an answer without asking the database. */
export type KnownAttempt = {
  readonly learnerId: string;
  readonly paperId: string;
  readonly seed: number;
  /** Whether a question once left is not answered again. Settled when the exam is published. */
  readonly isOneWay: boolean;
};

export type KnownAttempts = {
  find(id: string): Promise<KnownAttempt | null>;
  /** One that has just begun: its first answer need not ask. */
  remember(attempt: AttemptRow, exam: Pick<ExamRow, 'status' | 'navigation'>): void;
};

/** Some 250 bytes each. */
const knownMax = 400_000;
const readTogetherMax = 1_000;

/** Remembers attempts of this process; those it meets in the same moment are read together. `em` gives a fork. */
export function createKnownAttempts(em: () => EntityManager): KnownAttempts {
  const known = new LRUCache<string, KnownAttempt>({ max: knownMax });
  const loader = new DataLoader<string, KnownAttempt | null>(
    async (ids) => {
      const fork = em();
      const found = await findAttempts(fork, ids);
      const exams = await findExams(fork, [...new Set(found.map(({ examId }) => examId))]);
      const oneWay = new Set(exams.filter(({ navigation }) => navigation === 'ONE_WAY').map(({ id }) => id));
      const known = new Map(
        found.map(({ id, examId, learnerId, paperId, seed }): [string, KnownAttempt] => [
          id,
          { learnerId, paperId, seed, isOneWay: oneWay.has(examId) },
        ]),
      );
      return ids.map((id) => known.get(id) ?? null);
    },
    { cache: false, maxBatchSize: readTogetherMax },
  );
  return {
    async find(id) {
      const remembered = known.get(id);
      if (remembered) return remembered;
      const found = isUuid(id) ? await loader.load(id.toLowerCase()) : null;
      if (!found) return null;
      known.set(id, found);
      return found;
    },
    remember({ id, learnerId, paperId, seed }, { status, navigation }) {
      // Read as a draft and published meanwhile, it may have been changed in between.
      if (status === 'PUBLISHED') known.set(id, { learnerId, paperId, seed, isOneWay: navigation === 'ONE_WAY' });
    },
  };
}
