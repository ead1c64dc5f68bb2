import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { openRawGateway, token } from './_raw-gateway.ts';

const quick = { now: () => performance.now(), date: Date.now, random: () => 0 };

/** Tokens of one second for the first connection, of ten minutes from then on. */
function renewingTokens() {
  let asked = 0;
  const source = async () => {
    asked += 1;
    return token(asked === 1 ? 1 : 600, asked);
  };
  return { source, asked: () => asked };
}

describe('a token that is about to end', () => {
  it('is renewed over the open socket, which stays', async () => {
    await using gateway = await openRawGateway();
    const tokens = renewingTokens();
    const followed = gateway.follow({ tokenSource: tokens.source });
    const connection = await gateway.subscribed(0);
    connection.next(1, { snapshot: true });
    const [ping] = await waitFor('the ping', () => connection.of('ping').length > 0 && connection.of('ping'));
    expect(ping?.payload).toEqual({ authorization: `Bearer ${token(600, 2)}` });
    connection.next(2, {});
    await waitFor('the change', () => followed.numbers.at(-1) === 2);
    expect(gateway.connections.length).toBe(1);
    expect(followed.states).toEqual(['LIVE']);
  });

  it('is taken to a new socket when the gateway does not say that it has heard; nothing shows of it', async () => {
    await using gateway = await openRawGateway();
    gateway.answersPings = false;
    const tokens = renewingTokens();
    const followed = gateway.follow({ tokenSource: tokens.source });
    const first = await gateway.subscribed(0);
    first.next(1, { snapshot: true, position: { epoch: 'e', offset: 1 }, ticket: 't' });
    const second = await gateway.subscribed(1);
    expect(second.of('connection_init')[0]?.payload).toEqual({ authorization: `Bearer ${token(600, 2)}` });
    expect(second.of('subscribe')[0]?.payload).toMatchObject({
      extensions: { resume: { epoch: 'e', offset: 1, ticket: 't' } },
    });
    second.next(2, { resumed: true, position: { epoch: 'e', offset: 2 } });
    await waitFor('the change', () => followed.numbers.at(-1) === 2);
    await waitFor('the old socket to be left', () => !first.isOpen());
    expect(followed.states).toEqual(['LIVE']);
  });
});

describe('a line that died unnoticed', () => {
  it('is found dead and made anew when time has jumped, as it does in sleep', async () => {
    await using gateway = await openRawGateway();
    let sleptMs = 0;
    const environment = { ...quick, date: () => Date.now() + sleptMs };
    const followed = gateway.follow({ environment });
    (await gateway.subscribed(0)).next(1, { snapshot: true, position: { epoch: 'e', offset: 1 } });
    await waitFor('the first event', () => followed.numbers.length === 1);
    gateway.answersPings = false;
    const before = Date.now();
    sleptMs = 3_600_000;
    const second = await gateway.subscribed(1);
    // An hour is too long to go on where it was.
    expect(second.of('subscribe')[0]?.payload).toMatchObject({ extensions: {} });
    expect(followed.states).toEqual(['LIVE', 'STALE']);
    expect(followed.subscription.upToDateAt()).toBeLessThanOrEqual(before);
    second.next(7, { snapshot: true });
    await waitFor('the present state', () => followed.numbers.at(-1) === 7);
    expect(followed.states).toEqual(['LIVE', 'STALE', 'LIVE']);
  });

  it('that answers is kept, however long it was', async () => {
    await using gateway = await openRawGateway();
    let sleptMs = 0;
    const followed = gateway.follow({ environment: { ...quick, date: () => Date.now() + sleptMs } });
    const connection = await gateway.subscribed(0);
    connection.next(1, { snapshot: true });
    await waitFor('the first event', () => followed.numbers.length === 1);
    sleptMs = 3_600_000;
    await waitFor('the question', () => connection.of('ping').length > 0);
    connection.next(2, {});
    await waitFor('the change', () => followed.numbers.at(-1) === 2);
    expect(gateway.connections.length).toBe(1);
    expect(followed.states).toEqual(['LIVE']);
  });
});

describe('a gateway that has enough connections', () => {
  it('is not asked again for ten seconds', async () => {
    await using gateway = await openRawGateway();
    const followed = gateway.follow({ environment: quick });
    const connection = await gateway.subscribed(0);
    connection.next(1, { snapshot: true });
    await waitFor('the first event', () => followed.numbers.length === 1);
    connection.close(4417);
    await waitFor('staleness', () => followed.states.at(-1) === 'STALE');
    expect(gateway.connections.length).toBe(1);
    followed.subscription.close();
  });
});
