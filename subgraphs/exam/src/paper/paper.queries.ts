import type { EntityManager } from '@mikro-orm/postgresql';
import { paperEntity } from './paper.entity.ts';
import type { Paper } from './paper.ts';

export async function insertPaper(em: EntityManager, paper: Paper): Promise<void> {
  await em.insert(paperEntity, { ...paper, questionCount: paper.questions.length });
}

export async function findPaper(em: EntityManager, id: string): Promise<Paper | null> {
  return em.findOne(paperEntity, { id }, { disableIdentityMap: true });
}
