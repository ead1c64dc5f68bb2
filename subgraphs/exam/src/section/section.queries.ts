import { rows } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isUuid } from '../db/uuid.ts';
import type { Section } from './section.ts';

/** The sections of an exam in order. */
export async function listSections(em: EntityManager, examId: string): Promise<Section[]> {
  return rows(em, 'select id, position, title, instructions from exam.section where exam_id = ? order by position', [
    examId,
  ]);
}

export async function findSection(
  em: EntityManager,
  id: string,
): Promise<(Section & { readonly examId: string }) | null> {
  if (!isUuid(id)) return null;
  const [found] = await rows<Section & { examId: string }>(
    em,
    'select id, exam_id as "examId", position, title, instructions from exam.section where id = ?',
    [id],
  );
  return found ?? null;
}

export async function insertSection(
  em: EntityManager,
  examId: string,
  { position, title, instructions }: Omit<Section, 'id'>,
): Promise<void> {
  await rows(em, 'insert into exam.section (id, exam_id, position, title, instructions) values (?, ?, ?, ?, ?)', [
    newId(),
    examId,
    position,
    title,
    instructions,
  ]);
}

export async function updateSectionText(
  em: EntityManager,
  { id, title, instructions }: Omit<Section, 'position'>,
): Promise<void> {
  await rows(em, 'update exam.section set title = ?, instructions = ? where id = ?', [title, instructions, id]);
}

/** Puts the sections of an exam in the order of `ids`, which names all of them. */
export async function placeSections(em: EntityManager, ids: readonly string[]): Promise<void> {
  await rows(
    em,
    `update exam.section s set position = p.position
       from unnest(?::uuid[]) with ordinality as p (id, position) where s.id = p.id and s.position <> p.position`,
    [ids],
  );
}

/** Removes a section; its questions and draws stay without one. */
export async function deleteSection(em: EntityManager, id: string): Promise<void> {
  await rows(em, 'update exam.question set section_id = null where section_id = ?', [id]);
  await rows(em, 'update exam.draw set section_id = null where section_id = ?', [id]);
  await rows(em, 'delete from exam.section where id = ?', [id]);
}
