import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { Redis } from 'ioredis';
import { closeCodes } from '../src/live/close-codes.ts';
import { type LiveLine, type Notes, openLine, type Told } from './_live-line.ts';
import { type LiveRig, startLiveRig } from './_live-rig.ts';

const earth = { kind: 'planet', id: 'earth' } as const;
const watchEarth = { query: 'subscription { planetChanged(id: "earth") { mass } }' };
const watchHidden = { query: 'subscription { planetChanged(id: "hidden") { mass } }' };
const massOf = ({ data }: Told) => data?.planetChanged?.mass;

describe('a client that comes back', () => {
  let rig: LiveRig;
  let value = 1_000;
  beforeAll(async () => {
    rig = await startLiveRig();
  });
  afterAll(async () => rig[Symbol.asyncDispose]());
  beforeEach(() => {
    rig.gateway.solarSystem.planets.set('hidden', { id: 'hidden', name: 'Hidden', mass: 5 });
  });
  const publish = async () => {
    value += 1;
    await rig.publish(earth, value);
    return value;
  };
  const tokenOf = (sub: string, more: { roles?: string[]; session?: string } = {}) =>
    rig.gateway.solarSystem.token({ sub, ...more });

  /** Watches and leaves; what is needed to come back. */
  async function stay(payload: object, token?: string): Promise<Required<Pick<Notes, 'position' | 'ticket'>>> {
    await using line = await openLine(rig.url, token);
    const { position, ticket } = (await line.subscribe(payload).at(0)).extensions ?? {};
    if (!position || !ticket) throw new Error('no place to come back to');
    return { position, ticket };
  }
  const back = (line: LiveLine, payload: object, { position, ticket }: Partial<Pick<Notes, 'position' | 'ticket'>>) =>
    line.subscribe({ ...payload, extensions: { resume: { ...position, ticket } } });
  const asked = () => rig.gateway.solarSystem.asked.planets ?? 0;

  it('is told what it missed, in order, and asks no subgraph', async () => {
    await publish();
    const place = await stay(watchEarth);
    const missed = [await publish(), await publish(), await publish()];
    const before = asked();
    await using line = await openLine(rig.url);
    const followed = back(line, watchEarth, place);
    await followed.at(2);
    const next = await publish();
    await followed.at(3);
    expect(followed.told.map(massOf)).toEqual([...missed, next]);
    expect(followed.told.map(({ extensions }) => extensions?.resumed === true)).toEqual([true, false, false, false]);
    expect(followed.told.map(({ extensions }) => extensions?.position)).toEqual(
      [1, 2, 3, 4].map((more) => ({ epoch: place.position.epoch, offset: place.position.offset + more })),
    );
    expect(followed.told.some(({ extensions }) => extensions?.snapshot)).toBe(false);
    expect(asked()).toBe(before);
  });

  it('is told no data where it missed nothing, and then what comes', async () => {
    await publish();
    const place = await stay(watchEarth);
    const before = asked();
    await using line = await openLine(rig.url);
    const followed = back(line, watchEarth, place);
    const first = await followed.at(0);
    expect(first).toEqual({
      extensions: { resumed: true, position: place.position, ticket: expect.any(String) },
    });
    const next = await publish();
    expect(massOf(await followed.at(1))).toBe(next);
    expect(asked()).toBe(before);
  });

  it('may come back before the first event there ever was', async () => {
    rig.gateway.solarSystem.planets.set('new', { id: 'new', name: 'New', mass: 1 });
    const watchNew = { query: 'subscription { planetChanged(id: "new") { mass } }' };
    const place = await stay(watchNew);
    expect(place.position).toMatchObject({ offset: 0 });
    await rig.publish({ kind: 'planet', id: 'new' }, 2);
    await using line = await openLine(rig.url);
    const followed = back(line, watchNew, place);
    expect(massOf(await followed.at(0))).toBe(2);
    expect(followed.told[0]?.extensions?.resumed).toBe(true);
  });

  it('is told the state where what it missed is kept no more, or was never so', async () => {
    const place = await stay(watchEarth);
    // 128 are kept beside the newest.
    for (let more = 0; more < 135; more += 1) await publish();
    const before = asked();
    const { epoch, offset } = place.position;
    const positions = [place.position, { epoch: 'another', offset }, { epoch, offset: offset + 1_000 }];
    for (const position of positions) {
      await using line = await openLine(rig.url);
      const followed = back(line, watchEarth, { ...place, position });
      const first = await followed.at(0);
      expect(massOf(first)).toBe(value);
      expect(first.extensions).toMatchObject({ snapshot: true, position: { epoch, offset: offset + 135 } });
      expect(first.extensions?.resumed).toBeUndefined();
    }
    // With a ticket, the newest event is the state.
    expect(asked()).toBe(before);
  });

  it('may leave while it is told what it missed, and keeps its other operations', async () => {
    await publish();
    // Each event of it takes a question to the subgraph.
    const dear = { query: 'subscription { planetChanged(id: "earth") { mass neighbours(first: 1) { id } } }' };
    const place = await stay(dear);
    for (let more = 0; more < 30; more += 1) await publish();
    await using line = await openLine(rig.url);
    const other = line.subscribe(watchEarth);
    await other.at(0);
    const followed = back(line, dear, place);
    await followed.at(0);
    followed.leave();
    await waitFor('one subscription', async () => (await rig.metric('subscriptions')) === 1);
    const next = await publish();
    await waitFor('the event', () => massOf(other.told.at(-1) ?? {}) === next);
    const answer = await line.subscribe({ query: '{ whoAsks }' }).at(0);
    expect(answer.data).toEqual({ whoAsks: 'nobody' });
    expect(line.isOpen()).toBe(true);
  });

  it('without a ticket is looked at anew, and told only what it missed', async () => {
    await publish();
    const { position } = await stay(watchEarth);
    const missed = await publish();
    const before = asked();
    await using line = await openLine(rig.url);
    const first = await back(line, watchEarth, { position }).at(0);
    expect(massOf(first)).toBe(missed);
    expect(first.extensions?.resumed).toBe(true);
    expect(asked()).toBe(before + 1);
  });

  describe('with a ticket that is not good', () => {
    const cases: readonly (readonly [string, (place: { ticket: string }) => Promise<string>, string, object?])[] = [
      ['forged', async ({ ticket }) => `${ticket.slice(0, -2)}AA`, 'ada'],
      ['another viewer’s', async () => (await stay(watchHidden, await tokenOf('bob'))).ticket, 'ada'],
      ['another operation’s', async () => (await stay(watchEarth, await tokenOf('ada'))).ticket, 'ada'],
      [
        'made for other roles',
        async () => (await stay(watchHidden, await tokenOf('ada', { roles: ['ADMIN'] }))).ticket,
        'ada',
      ],
      [
        'of a session before',
        async () => (await stay(watchHidden, await tokenOf('ada', { session: 'old' }))).ticket,
        'ada',
      ],
      ['no text that could be one', async () => '....', 'ada'],
    ];
    it.each(cases)('%s: the snapshot decides', async (_name, ticketOf, sub) => {
      const place = await stay(watchHidden, await tokenOf(sub));
      const ticket = await ticketOf(place);
      const before = asked();
      await using line = await openLine(rig.url, await tokenOf(sub));
      const first = await back(line, watchHidden, { ...place, ticket }).at(0);
      expect(first.extensions?.resumed).toBe(true);
      expect(asked()).toBe(before + 1);
      await using nobody = await openLine(rig.url);
      const refused = await back(nobody, watchHidden, { ...place, ticket }).at(0);
      expect(refused.errors?.map(({ extensions }) => extensions?.code)).toEqual(['SUBSCRIPTION_REFUSED']);
      expect(asked()).toBe(before + 2);
    });

    it('a good one of somebody else shows nothing that one may not see', async () => {
      const place = await stay(watchHidden, await tokenOf('ada'));
      await using nobody = await openLine(rig.url);
      const refused = await back(nobody, watchHidden, place).at(0);
      expect(refused.errors?.map(({ extensions }) => extensions?.code)).toEqual(['SUBSCRIPTION_REFUSED']);
    });

    it('made for other variables', async () => {
      const query = 'subscription ($id: ID!) { planetChanged(id: $id) { mass } }';
      const token = await tokenOf('ada');
      const { ticket } = await stay({ query, variables: { id: 'earth' } }, token);
      const { position } = await stay({ query, variables: { id: 'hidden' } }, token);
      const before = asked();
      await using line = await openLine(rig.url, token);
      await back(line, { query, variables: { id: 'hidden' } }, { position, ticket }).at(0);
      expect(asked()).toBe(before + 1);
    });
  });

  it('after signing out, or with other roles, is closed and has to show itself anew', async () => {
    const redis = new Redis(rig.redis.url);
    const tell = (type: string, userId: string) =>
      redis.xadd(
        `${rig.gateway.redis.prefix}stream:identity.events`,
        '*',
        ...['id', crypto.randomUUID(), 'type', type, 'occurredAt', new Date(Date.now() + 1_000).toISOString()],
        ...['payload', JSON.stringify({ userId })],
      );
    const cases = [
      ['identity.users.sessions-ended.v1', 'SESSIONS_ENDED', 'cleo'],
      ['identity.users.roles-changed.v1', 'ROLES_CHANGED', 'dora'],
    ] as const;
    for (const [type, reason, sub] of cases) {
      const token = await tokenOf(sub);
      await using line = await openLine(rig.url, token);
      const { position, ticket } = (await line.subscribe(watchHidden).at(0)).extensions ?? {};
      await tell(type, sub);
      expect((await line.closed).code).toBe(closeCodes[reason].code);
      await expect(openLine(rig.url, token)).rejects.toThrow(`${closeCodes.TOKEN_EXPIRED.code}`);
      const before = asked();
      // Tokens say when they were made in whole seconds.
      const later = await waitFor('a token made later', async () => {
        const made = await tokenOf(sub, { roles: ['LEARNER', 'INSTRUCTOR'], session: 'new' });
        return openLine(rig.url, made).catch(() => null);
      });
      await using _ = later;
      await back(later, watchHidden, { ...(position && { position }), ...(ticket && { ticket }) }).at(0);
      expect(asked()).toBe(before + 1);
    }
    redis.disconnect();
  });
});
