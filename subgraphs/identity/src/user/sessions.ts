import { type IdentityEvent, streamNames } from '@lectern/events';
import { appendToOutbox, rows, transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { identitySchema } from '../db/schema.ts';

/** Ends every session of an account and tells the gateways to close its sockets, whether it had a session or an API key. */
export async function endSessions(em: EntityManager, userId: string): Promise<void> {
  await transaction(em, async (inner) => {
    await rows(inner, 'delete from identity.sessions where user_id = ?', [userId]);
    await appendIdentityEvent(inner, { type: 'identity.user.sessions-ended.v1', payload: { userId } });
  });
}

/** Whether there is a live session with this token. */
export async function isSessionLive(em: EntityManager, token: string): Promise<boolean> {
  const found = await rows(em, 'select 1 from identity.sessions where token = ? and expires_at > now()', [token]);
  return found.length > 0;
}

/** After one session was deleted: the gateways are told, so that its tokens and sockets end with it. */
export async function noteSessionEnded(em: EntityManager, userId: string, sessionId: string): Promise<void> {
  await transaction(em, (inner) =>
    appendIdentityEvent(inner, { type: 'identity.user.sessions-ended.v1', payload: { userId, sessionId } }),
  );
}

type NewIdentityEvent = IdentityEvent extends infer Event
  ? Event extends IdentityEvent
    ? Pick<Event, 'type' | 'payload'>
    : never
  : never;

export async function appendIdentityEvent(em: EntityManager, event: NewIdentityEvent): Promise<void> {
  await appendToOutbox(em, identitySchema, streamNames.identity, event);
}
