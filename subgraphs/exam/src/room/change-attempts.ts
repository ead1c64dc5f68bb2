import { setTimeout as wait } from 'node:timers/promises';
import { rows, transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type AuditAction, appendAudit } from '../audit/audit-log.ts';
import type { RequestDeps } from '../deps.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { changeSteps, nextStepSize } from './step-size.ts';

/** A change that many attempts can have at once, and by whom and why. */
export type AttemptsChange = {
  readonly exam: Pick<ExamRow, 'id' | 'courseId'>;
  /** Null: everybody. */
  readonly attemptIds: readonly string[] | null;
  /** Which attempts `a` the change is still to come for. */
  readonly where: string;
  /** What it sets. */
  readonly set: string;
  readonly actor: string;
  readonly action: AuditAction;
  readonly reason: string;
};

/** Passes through all of them, until nobody else holds the lock of one; answers hold them for milliseconds. */
const passesMax = 250;
const passMs = 20;
const beforeAll = '00000000-0000-0000-0000-000000000000';

/**
 * Changes attempts in short transactions, so that answers do not wait long for the locks, each with its entries in the audit log; returns how many. Those whose locks
 * others hold are passed over and taken up in the next pass, so nobody waits in a circle. Of two who do the same at
 * once, each attempt is changed by one: under the lock it is looked at again.
 */
export async function changeAttempts(deps: Pick<RequestDeps, 'em' | 'rooms'>, change: AttemptsChange): Promise<number> {
  let count = 0;
  for (let passes = 0; passes < passesMax; passes += 1) {
    count += await changePass(deps, change);
    if (!(await areLeft(deps.em, change))) break;
    await wait(passMs);
  }
  if (count > 0) deps.rooms.touch(change.exam.id);
  return count;
}

/** From the first to the last by id, so that none is looked at twice. */
async function changePass(deps: Pick<RequestDeps, 'em' | 'rooms'>, change: AttemptsChange): Promise<number> {
  let count = 0;
  let size = changeSteps.first;
  for (let after = beforeAll; ; ) {
    const begun = performance.now();
    const ids = await transaction(deps.em, (em) => changeSome(em, change, after, size));
    const last = ids.toSorted().at(-1);
    if (last === undefined) return count;
    size = nextStepSize(changeSteps, size, performance.now() - begun);
    count += ids.length;
    deps.rooms.tell(ids);
    after = last;
  }
}

async function changeSome(em: EntityManager, change: AttemptsChange, after: string, limit: number): Promise<string[]> {
  const { where, params } = selectionOf(change);
  const changed = await rows<{ id: string }>(
    em,
    `with chosen as materialized (
       select a.id from exam.attempt a where ${where} and a.id > ?
        order by a.id limit ? for update skip locked
     )
     update exam.attempt a set ${change.set}, revision = a.revision + 1 from chosen c where a.id = c.id returning a.id`,
    [...params, after, limit],
  );
  const ids = changed.map(({ id }) => id);
  await appendAudit(em, entriesOf(change, ids));
  return ids;
}

async function areLeft(em: EntityManager, change: AttemptsChange): Promise<boolean> {
  const { where, params } = selectionOf(change);
  return (await rows(em, `select 1 from exam.attempt a where ${where} limit 1`, params)).length > 0;
}

function selectionOf({ exam, attemptIds, where }: AttemptsChange): { where: string; params: unknown[] } {
  const common = `a.exam_id = ? and a.status = 'IN_PROGRESS' and ${where}`;
  if (attemptIds === null) return { where: common, params: [exam.id] };
  return { where: `${common} and a.id = any(?::uuid[])`, params: [exam.id, attemptIds] };
}

/** One for each attempt that was named; one for all together where the whole room was meant. */
function entriesOf({ exam, attemptIds, actor, action, reason }: AttemptsChange, ids: readonly string[]) {
  const entry = { courseId: exam.courseId, examId: exam.id, actor, action, reason };
  if (ids.length === 0) return [];
  if (attemptIds === null) return [{ ...entry, detail: { everybody: true, count: ids.length } }];
  return ids.map((attemptId) => ({ ...entry, attemptId }));
}
