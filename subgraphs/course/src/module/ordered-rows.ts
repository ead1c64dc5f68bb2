import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { badInput } from '../course/read-input.ts';

/** A table whose rows stand in an order within a parent: positions 1 to n without gaps. */
export type OrderedTable = {
  readonly table: 'course.module' | 'course.lesson';
  readonly parentColumn: 'course_id' | 'module_id';
};

export const modulesOfCourse: OrderedTable = { table: 'course.module', parentColumn: 'course_id' };
export const lessonsOfModule: OrderedTable = { table: 'course.lesson', parentColumn: 'module_id' };

export type OrderedRow = { readonly id: string; readonly parentId: string; readonly position: number };

// All of these run while the course is locked, so that counting first and writing afterwards is safe.

export async function countIn(em: EntityManager, order: OrderedTable, parentId: string): Promise<number> {
  const counted = await rows<{ count: number }>(
    em,
    `select count(*)::int as count from ${order.table} where ${order.parentColumn} = ?`,
    [parentId],
  );
  return counted[0]?.count ?? 0;
}

/** Moves a row to another place; the rows between make room. Throws BAD_INPUT for a place that is not there. */
export async function moveTo(em: EntityManager, order: OrderedTable, row: OrderedRow, to: number): Promise<void> {
  const count = await countIn(em, order, row.parentId);
  if (!Number.isInteger(to) || to < 1 || to > count) {
    throw badInput('position', `position must be 1 to ${count}.`, { min: 1, max: count });
  }
  const from = row.position;
  if (from === to) return;
  await rows(
    em,
    `update ${order.table}
     set position = case when id = ?::uuid then ?::int when ?::int < ?::int then position - 1 else position + 1 end
     where ${order.parentColumn} = ? and position between least(?::int, ?::int) and greatest(?::int, ?::int)`,
    [row.id, to, from, to, row.parentId, from, to, from, to],
  );
}

/** Deletes a row; those behind it move up. */
export async function removeFrom(em: EntityManager, order: OrderedTable, row: OrderedRow): Promise<void> {
  await rows(em, `delete from ${order.table} where id = ?`, [row.id]);
  await rows(em, `update ${order.table} set position = position - 1 where ${order.parentColumn} = ? and position > ?`, [
    row.parentId,
    row.position,
  ]);
}
