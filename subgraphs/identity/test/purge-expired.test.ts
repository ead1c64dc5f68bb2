import { describe, expect, it } from '@jest/globals';
import { purgeExpired } from '../src/auth/purge-expired.ts';
import { startTestIdentity } from './_identity.ts';

describe('what has run out', () => {
  it('is deleted a day later, and nothing else', async () => {
    await using identity = await startTestIdentity();
    const user = await identity.makeUser('purge@example.org');
    const browsers = [identity.browser(), identity.browser(), identity.browser()];
    for (const browser of browsers) await browser.signIn(user.email);
    const sessions = await identity.sql<{ id: string }>('select id from identity.sessions order by id');
    const age = (id: string | undefined, interval: string) =>
      identity.sql(`update identity.sessions set expires_at = now() - ?::interval where id = ?`, [interval, id]);
    await age(sessions[0]?.id, '25 hours');
    await age(sessions[1]?.id, '1 hour');
    expect(await purgeExpired(identity.orm.em.fork())).toBe(1);
    const left = await identity.sql<{ id: string }>('select id from identity.sessions order by id');
    expect(left).toEqual(sessions.slice(1));
  });
});
