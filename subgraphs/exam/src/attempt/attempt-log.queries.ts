import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type AttemptStatus, canMove } from './attempt-status.ts';

export type LoggedMove = {
  readonly from: AttemptStatus;
  readonly to: AttemptStatus;
  /** The account that acted, or the duty of a service. */
  readonly actor: string;
  readonly reason: string | null;
};

/** Writes what happened to the status of attempts, each move allowed by the table. Rows are never changed again. */
export async function logMoves(
  em: EntityManager,
  moves: readonly (LoggedMove & { readonly attemptId: string })[],
): Promise<void> {
  const refused = moves.find(({ from, to }) => !canMove(from, to));
  if (refused) throw new Error(`an attempt cannot go from ${refused.from} to ${refused.to}`);
  await rows(
    em,
    `insert into exam.attempt_log (attempt_id, from_status, to_status, at, actor, reason)
      select m.attempt_id, m.from_status, m.to_status, now(), m.actor, m.reason
        from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[])
          as m (attempt_id, from_status, to_status, actor, reason)`,
    [
      moves.map(({ attemptId }) => attemptId),
      moves.map(({ from }) => from),
      moves.map(({ to }) => to),
      moves.map(({ actor }) => actor),
      moves.map(({ reason }) => reason),
    ],
  );
}
