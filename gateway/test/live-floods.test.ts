import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { startTestGateway } from './_gateway.ts';
import { openLine } from './_live-line.ts';
import { type LiveRig, startLiveRig } from './_live-rig.ts';
import { rawUpgrade } from './_raw-upgrade.ts';
import { rawSocket } from './_socket.ts';

/** What costs the gateway more than the client. */
describe('a client that asks for much work', () => {
  it('by pings that it does not read the answers of is closed before they fill the memory', async () => {
    await using rig = await startLiveRig({ GATEWAY_LIVE_BUFFER_BYTES_MAX: '65536', GATEWAY_LIVE_SLOW_MS: '600000' });
    await using idle = await openLine(rig.url);
    idle.pause();
    let most = 0;
    await waitFor('the close', async () => {
      for (let pings = 0; pings < 5_000; pings += 1) idle.ping(Buffer.alloc(125));
      most = Math.max(most, await rig.metric('live_buffered_bytes'));
      return (await rig.metric('sockets_closed_total')) > 0;
    });
    expect(most).toBeLessThanOrEqual(16 * 65_536 + 200);
  });

  it('by not answering the close is cut all the same', async () => {
    await using gateway = await startTestGateway({ GATEWAY_CONNECTIONS_PER_ADDRESS_MAX: '1' });
    await using _first = await rawSocket(gateway.url);
    await using refused = await rawUpgrade(gateway.url, { isDeaf: true });
    expect(await refused.closeCode).toBe(4417);
    let isGone = false;
    void refused.gone.then(() => {
      isGone = true;
    });
    await waitFor('the end of the connection', () => isGone);
  });

  it('by guesses at credentials is counted as over HTTP', async () => {
    await using gateway = await startTestGateway({ GATEWAY_RATE_PER_ADDRESS: '2' });
    await waitFor('the gateway to reach Redis', async () => (await fetch(`${gateway.url}/readyz`)).ok);
    const codes: number[] = [];
    for (let guess = 0; guess < 4; guess += 1) {
      await using socket = await rawSocket(gateway.url);
      socket.send({ type: 'connection_init', payload: { apiKey: `guess-${guess}` } });
      codes.push((await socket.closed).code);
    }
    expect(codes).toEqual([4401, 4401, 4417, 4417]);
  });
});

describe('a document that is planned', () => {
  let rig: LiveRig;
  beforeAll(async () => {
    rig = await startLiveRig({ GATEWAY_RATE_PER_VIEWER: '3', GATEWAY_DEPTH_MAX: '4' });
    await waitFor('the gateway to reach Redis', async () => (await fetch(`${rig.url}/readyz`)).ok);
  });
  afterAll(async () => rig[Symbol.asyncDispose]());
  const plannings = () => rig.metric('planning_seconds_count');

  it('is counted before, whoever sends ever new ones', async () => {
    await using line = await openLine(rig.url, await rig.gateway.solarSystem.token({ sub: 'ada' }));
    const codesOfNew = async (count: number, name: string) => {
      const codes: unknown[] = [];
      for (let at = 0; at < count; at += 1) {
        const query = `subscription { planetChanged(id: "earth") { ${name}${at}: mass } }`;
        codes.push((await line.subscribe({ query }).at(0)).errors?.[0]?.extensions?.code);
      }
      return codes;
    };
    expect(await codesOfNew(3, 'some')).toEqual([undefined, undefined, undefined]);
    const before = await plannings();
    expect(before).toBeGreaterThan(0);
    expect(await codesOfNew(3, 'more')).toEqual(['RATE_LIMITED', 'RATE_LIMITED', 'RATE_LIMITED']);
    expect(await plannings()).toBe(before);
  });

  it('is within the limits of any operation', async () => {
    await using line = await openLine(rig.url, await rig.gateway.solarSystem.token({ sub: 'bob' }));
    const before = await plannings();
    const deep = 'neighbours { neighbours { neighbours { neighbours { id } } } }';
    const { errors } = await line.subscribe({ query: `subscription { planetChanged(id: "earth") { ${deep} } }` }).at(0);
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['OPERATION_TOO_DEEP']);
    expect(await plannings()).toBe(before);
  });
});

describe('a renewal in place', () => {
  it('with other roles closes the line: what may be seen has to be asked anew', async () => {
    await using gateway = await startTestGateway();
    const tokenOf = (roles: string[]) => gateway.solarSystem.token({ sub: 'ada', roles });
    await using line = await openLine(gateway.url, await tokenOf(['LEARNER', 'ADMIN']));
    line.send({ type: 'ping', payload: { authorization: `Bearer ${await tokenOf(['ADMIN', 'LEARNER'])}` } });
    const answer = line.subscribe({ query: '{ whoAsks }' });
    expect((await answer.at(0)).data).toEqual({ whoAsks: expect.stringContaining('ada') });
    line.send({ type: 'ping', payload: { authorization: `Bearer ${await tokenOf(['LEARNER'])}` } });
    expect(await line.closed).toEqual({ code: 4413, reason: 'ROLES_CHANGED' });
  });
});
