import type { EntityManager } from '@mikro-orm/postgresql';
import { LRUCache } from 'lru-cache';
import type { Question } from '../question/question.ts';
import { listKeyCorrections } from '../regrade/key-correction.queries.ts';
import { applyCorrections, type CorrectedPaper } from '../regrade/key-correction.ts';
import { findPaper } from './paper.queries.ts';

/** A paper with its questions by id. */
export type KnownPaper = CorrectedPaper & {
  readonly questionById: ReadonlyMap<string, Question>;
  /** The questions that people mark. */
  readonly essayIds: ReadonlySet<string>;
};

/** Papers of this process. They never change, so they are never read twice while there is room. */
export type PaperCache = {
  /** As published. */
  get(id: string): Promise<KnownPaper>;
  /** With the corrections of its keys up to the exam's `keyRevision`. */
  getCorrected(id: string, keyRevision: number): Promise<KnownPaper>;
};

/** Papers are some 100 KB at 300 questions; the exams of one day fit easily. */
const papersMax = 200;

/** `em` gives a fork to read with. */
export function createPaperCache(em: () => EntityManager): PaperCache {
  const papers = new LRUCache<string, KnownPaper>({
    max: papersMax,
    // Learners who start together share one read.
    fetchMethod: async (key) => {
      const [id = '', revision = '0'] = key.split(':');
      const paper = await findPaper(em(), id);
      if (!paper) return undefined;
      const keyRevision = Number(revision);
      const corrections = keyRevision === 0 ? [] : await listKeyCorrections(em(), paper.examId, keyRevision);
      return knownPaper({ ...applyCorrections(paper, corrections), keyRevision });
    },
  });
  async function getCorrected(id: string, keyRevision: number): Promise<KnownPaper> {
    const key = `${id}:${keyRevision}`;
    // `fetch` makes promises and signals also for what is there, and every answer asks.
    const paper = papers.get(key) ?? (await papers.fetch(key));
    if (!paper) throw new Error(`there is no paper ${id}`);
    return paper;
  }
  return { get: (id) => getCorrected(id, 0), getCorrected };
}

/** A paper with what is looked up in it. */
export function knownPaper(paper: CorrectedPaper): KnownPaper {
  return {
    ...paper,
    questionById: new Map(paper.questions.map((question) => [question.id, question])),
    essayIds: new Set(paper.questions.filter(({ kind }) => kind === 'ESSAY').map(({ id }) => id)),
  };
}
