import type { EntityManager } from '@mikro-orm/postgresql';
import { paperEntity } from './paper.entity.ts';
import { type Paper, questionCountOf } from './paper.ts';

export async function insertPaper(em: EntityManager, paper: Paper): Promise<void> {
  const bankQuestionIds = new Set(paper.questions.flatMap(({ bankQuestionId }) => bankQuestionId ?? []));
  await em.insert(paperEntity, {
    ...paper,
    questionCount: questionCountOf(paper),
    bankQuestionIds: [...bankQuestionIds],
  });
}

export async function findPaper(em: EntityManager, id: string): Promise<Paper | null> {
  return em.findOne(paperEntity, { id }, { disableIdentityMap: true });
}
