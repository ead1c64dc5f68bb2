import { describe, expect, it } from '@jest/globals';
import { memorySessionStorage, ViewerDocument } from '@lectern/sdk';
import { openSchool, SchoolError } from './_school.ts';

const viewer = { viewer: null };

/** A clock that moves only when told. */
function stillClock() {
  const clock = { ms: 0, now: () => clock.ms, date: () => clock.ms, random: () => 0.5 };
  return clock;
}

describe('session', () => {
  it('asks the server once who is there, and then sends anonymously without asking again', async () => {
    await using school = await openSchool({ Viewer: async () => viewer });
    const lectern = school.lectern();
    await lectern.query(ViewerDocument);
    await lectern.query(ViewerDocument);
    expect(school.tokensAsked).toBe(1);
    expect(lectern.session.state()).toBe('SIGNED_OUT');
    expect(school.received.map(({ authorization }) => authorization)).toEqual([null, null]);
  });

  it('signs in, and sends a token that many requests at once ask for only once', async () => {
    await using school = await openSchool({ Viewer: async () => viewer });
    const lectern = school.lectern();
    await lectern.signIn('a@example.com', 'right');
    await Promise.all(Array.from({ length: 10 }, () => lectern.query(ViewerDocument)));
    expect(school.tokensAsked).toBe(1);
    expect(new Set(school.received.map(({ authorization }) => authorization)).size).toBe(1);
    expect(lectern.session.state()).toBe('SIGNED_IN');
  });

  it('refuses a wrong password with its own code, and passes on what the platform says otherwise', async () => {
    await using school = await openSchool();
    const lectern = school.lectern();
    await expect(lectern.signIn('a@example.com', 'wrong')).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' });
    await expect(lectern.signIn('suspended@example.com', 'right')).rejects.toMatchObject({
      code: 'ACCOUNT_SUSPENDED',
      isRetryable: false,
    });
  });

  it('renews the token before it ends, by the time that has passed and not by the clock of the device', async () => {
    await using school = await openSchool({ Viewer: async () => viewer });
    const clock = stillClock();
    const lectern = school.lectern({ environment: clock });
    await lectern.signIn('a@example.com', 'right');
    await lectern.query(ViewerDocument);
    clock.ms = 479_000;
    await lectern.query(ViewerDocument);
    expect(school.tokensAsked).toBe(1);
    clock.ms = 481_000;
    await lectern.query(ViewerDocument);
    expect(school.tokensAsked).toBe(2);
  });

  it('takes a new token and asks once more when the gateway calls the token expired', async () => {
    await using school = await openSchool({ Viewer: async () => viewer });
    const lectern = school.lectern();
    await lectern.signIn('a@example.com', 'right');
    const { authorization } = await lectern.authHeaders();
    school.expired.add(String(authorization).replace('Bearer ', ''));
    await Promise.all([lectern.query(ViewerDocument), lectern.query(ViewerDocument)]);
    expect(school.tokensAsked).toBe(2);
    expect(school.received).toHaveLength(4);
  });

  it('says once that the session has ended', async () => {
    await using school = await openSchool({
      Viewer: async (_variables, { token }) => {
        if (token !== null) throw new SchoolError('TOKEN_EXPIRED');
        return viewer;
      },
    });
    let endedCount = 0;
    const lectern = school.lectern({ onSessionEnded: () => (endedCount += 1) });
    await lectern.signIn('a@example.com', 'right');
    await lectern.authHeaders();
    school.hasSession = false;
    await Promise.all([lectern.query(ViewerDocument), lectern.query(ViewerDocument)]);
    expect(endedCount).toBe(1);
    expect(lectern.session.state()).toBe('SIGNED_OUT');
  });

  it('goes on after a restart of the app with what its storage kept, and not after signing out', async () => {
    await using school = await openSchool({ Viewer: async () => viewer });
    const storage = memorySessionStorage();
    const first = school.lectern({ storage });
    await first.signIn('a@example.com', 'right');
    const second = school.lectern({ storage });
    expect(await second.session.check()).toBe('SIGNED_IN');
    expect(await storage.get('lectern.session')).toBe('lectern.session_token=s1; lectern.session_data=x');
    await second.signOut();
    expect(await storage.get('lectern.session')).toBeNull();
    expect(await school.lectern({ storage }).session.check()).toBe('SIGNED_OUT');
  });

  it('is not signed out by an answer that was on its way while someone signed in', async () => {
    await using school = await openSchool({ Viewer: async () => viewer });
    const first = Promise.withResolvers<void>();
    const fetch = async (url: string, init: RequestInit) => {
      const response = await globalThis.fetch(url, init);
      if (url.endsWith('/token') && response.status === 401) await first.promise;
      return response;
    };
    const lectern = school.lectern({ fetch });
    const anonymous = lectern.query(ViewerDocument);
    await lectern.signIn('a@example.com', 'right');
    first.resolve();
    await anonymous;
    expect(lectern.session.state()).toBe('SIGNED_IN');
    expect(school.received.at(-1)?.authorization).toEqual(expect.stringContaining('Bearer '));
  });

  it('sends an API key instead of a token', async () => {
    await using school = await openSchool({ Viewer: async () => viewer });
    const lectern = school.lectern({ apiKey: 'lectern_x' });
    await lectern.query(ViewerDocument);
    expect(await lectern.authHeaders()).toEqual({ 'x-api-key': 'lectern_x' });
    expect(school.tokensAsked).toBe(0);
    await expect(lectern.signIn('a@example.com', 'right')).rejects.toMatchObject({ code: 'SIGN_IN_UNSUPPORTED' });
  });

  it('takes tokens from the app itself', async () => {
    await using school = await openSchool({ Viewer: async () => viewer });
    const lectern = school.lectern({ tokenSource: async () => 'own' });
    await lectern.query(ViewerDocument);
    expect(school.received[0]?.authorization).toBe('Bearer own');
  });
});
