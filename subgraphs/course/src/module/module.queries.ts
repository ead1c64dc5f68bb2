import { isId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Module, ModuleEntity } from './module.entity.ts';

export async function findModules(em: EntityManager, ids: readonly string[]): Promise<Module[]> {
  return em.find(ModuleEntity, { id: { $in: ids.filter(isId) } });
}

/** The modules of several courses, each course's in order. */
export async function listModulesOf(em: EntityManager, courseIds: readonly string[]): Promise<Module[]> {
  return em.find(ModuleEntity, { courseId: { $in: [...courseIds] } }, { orderBy: { position: 'asc' } });
}
