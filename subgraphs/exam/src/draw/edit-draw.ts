import { inputErrors, requireUser } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type EditDeps, editDraft } from '../exam/edit-draft.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { requireSection } from '../section/edit-section.ts';
import { drawErrors } from './draw.errors.ts';
import { findDraw } from './draw.queries.ts';
import { type Draw, type DrawSettings, readDraw } from './draw.ts';

/** Runs `work` for one draw of a draft, read again while the exam is locked. */
export async function editDraw<T>(
  deps: EditDeps,
  drawId: string,
  work: (em: EntityManager, draw: Draw, exam: ExamRow) => Promise<T>,
): Promise<T> {
  requireUser(deps.viewer);
  const draw = await findDraw(deps.em, drawId);
  if (!draw) throw drawErrors.make('DRAW_NOT_FOUND');
  return editDraft(deps, draw.examId, async (em, exam) => {
    const current = await findDraw(em, drawId);
    if (!current) throw drawErrors.make('DRAW_NOT_FOUND');
    return work(em, current, exam);
  });
}

/** A draw as it is stored; throws BAD_INPUT that names the field, or SECTION_NOT_FOUND. */
export async function checkedDraw(em: EntityManager, examId: string, given: DrawSettings): Promise<DrawSettings> {
  const read = readDraw(given);
  if ('field' in read) throw inputErrors.make('BAD_INPUT', { message: read.message, facts: { field: read.field } });
  return { ...read, sectionId: await requireSection(em, examId, read.sectionId) };
}
