import type { EntityManager } from '@mikro-orm/postgresql';
import { LRUCache } from 'lru-cache';
import type { Question } from '../question/question.ts';
import { findPaper } from './paper.queries.ts';
import type { Paper } from './paper.ts';

/** A paper with its questions by id. */
export type KnownPaper = Paper & { readonly questionById: ReadonlyMap<string, Question> };

/** Papers of this process. They never change, so they are never read twice while there is room. */
export type PaperCache = { get(id: string): Promise<KnownPaper> };

/** Papers are some 100 KB at 300 questions; the exams of one day fit easily. */
const papersMax = 200;

/** `em` gives a fork to read with. */
export function createPaperCache(em: () => EntityManager): PaperCache {
  const papers = new LRUCache<string, KnownPaper>({
    max: papersMax,
    // Learners who start together share one read.
    fetchMethod: async (id) => {
      const paper = await findPaper(em(), id);
      return paper
        ? { ...paper, questionById: new Map(paper.questions.map((question) => [question.id, question])) }
        : undefined;
    },
  });
  return {
    async get(id) {
      const paper = await papers.fetch(id);
      if (!paper) throw new Error(`there is no paper ${id}`);
      return paper;
    },
  };
}
