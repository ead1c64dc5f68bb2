import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { Viewer } from '@lectern/request-signing';
import type { Clock } from '@lectern/runtime';

/** What a ticket is good for: one viewer, as they were, and one operation. */
export type Ticketed = {
  readonly viewer: Viewer;
  readonly scopes: readonly string[];
  /** Says which operation with which variables. */
  readonly group: string;
};

/**
 * Tickets prove that a viewer was shown the snapshot of a subscription, so that after a lost connection it need not be
 * run again: a hundred thousand who come back at once would ask the database as many questions. Any gateway with the
 * same secret takes them. Roles, scopes and session are in it: who has others now is looked at anew.
 */
export type Tickets = {
  issue(ticketed: Ticketed): string;
  isGood(ticket: string, ticketed: Ticketed): boolean;
};

/** As long as people watch one thing, and the hours around it; an open socket is not asked again either. */
const ticketMs = 6 * 3_600_000;
const macLength = 22;

export function createTickets(secret: string, clock: Clock): Tickets {
  const key = createSecretKey(createHmac('sha256', secret).update('lectern live ticket 1').digest());

  function macOf(until: string, { viewer, scopes, group }: Ticketed): string {
    const who = viewer.kind === 'USER' ? [viewer.id, viewer.via, viewer.roles.toSorted()] : [viewer.kind];
    const said = JSON.stringify([until, who, scopes.toSorted(), group]);
    return createHmac('sha256', key).update(said).digest('base64url').slice(0, macLength);
  }

  return {
    issue(ticketed) {
      const until = Math.floor((clock.now() + ticketMs) / 1_000).toString(36);
      return `${until}.${macOf(until, ticketed)}`;
    },
    isGood(ticket, ticketed) {
      const [until = '', mac = ''] = ticket.split('.');
      if (mac.length !== macLength || !(Number.parseInt(until, 36) * 1_000 > clock.now())) return false;
      const [given, right] = [Buffer.from(mac), Buffer.from(macOf(until, ticketed))];
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
}
