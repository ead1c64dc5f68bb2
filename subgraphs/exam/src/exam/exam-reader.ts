import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import { isUuid } from '../db/uuid.ts';
import type { ExamRow } from './exam.entity.ts';
import { findExams } from './exam.queries.ts';

/** Reads exams as they are now; requests that ask in the same moment share one statement. It remembers nothing. */
export type ExamReader = { load(id: string): Promise<ExamRow | null> };

/** `em` gives a fork to read with. */
export function createExamReader(em: () => EntityManager): ExamReader {
  const loader = new DataLoader<string, ExamRow | null>(
    async (ids) => {
      const found = new Map((await findExams(em(), [...new Set(ids)])).map((exam) => [exam.id, exam]));
      return ids.map((id) => found.get(id) ?? null);
    },
    { cache: false },
  );
  return { load: async (id) => (isUuid(id) ? loader.load(id.toLowerCase()) : null) };
}
