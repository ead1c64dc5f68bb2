import { requireUser } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type EditDeps, editDraft } from '../exam/edit-draft.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { sectionErrors } from './section.errors.ts';
import { findSection } from './section.queries.ts';
import type { Section } from './section.ts';

/** Runs `work` for one section of a draft, read again while the exam is locked. */
export async function editSection<T>(
  deps: EditDeps,
  sectionId: string,
  work: (em: EntityManager, section: Section, exam: ExamRow) => Promise<T>,
): Promise<T> {
  requireUser(deps.viewer);
  const section = await findSection(deps.em, sectionId);
  if (!section) throw sectionErrors.make('SECTION_NOT_FOUND');
  return editDraft(deps, section.examId, async (em, exam) => {
    const current = await findSection(em, sectionId);
    if (!current) throw sectionErrors.make('SECTION_NOT_FOUND');
    return work(em, current, exam);
  });
}

/** The id of a section of the locked exam, as it is stored; null stays. Throws SECTION_NOT_FOUND. */
export async function requireSection(
  em: EntityManager,
  examId: string,
  sectionId: string | null,
): Promise<string | null> {
  if (sectionId === null) return null;
  const section = await findSection(em, sectionId);
  if (section?.examId !== examId) throw sectionErrors.make('SECTION_NOT_FOUND');
  return section.id;
}
