import { describe, expect, it } from '@jest/globals';
import type { Lectern, LecternRequestError, LiveState, TypedDocument } from '@lectern/sdk';
import { waitFor } from '@lectern/testing';
import { openSchool } from './_school.ts';

const NumberDocument: TypedDocument<{ number: number }, Record<string, never>> = {
  kind: 'subscription',
  name: 'Number',
  id: `sha256:${'0'.repeat(64)}`,
};

/** Subscribes and notes everything that comes. */
function follow(lectern: Lectern) {
  const numbers: number[] = [];
  const states: LiveState[] = [];
  const errors: (LecternRequestError | undefined)[] = [];
  const subscription = lectern.subscribe(
    NumberDocument,
    {},
    {
      onEvent: ({ number }) => numbers.push(number),
      onState(state, error) {
        states.push(state);
        errors.push(error);
      },
    },
  );
  return { numbers, states, errors, subscription };
}

const quick = { now: () => performance.now(), date: Date.now, random: () => 0 };

describe('live updates', () => {
  it('brings the present state, then every change, over one socket for all subscriptions', async () => {
    await using school = await openSchool();
    await using lectern = school.lectern();
    const first = follow(lectern);
    const second = follow(lectern);
    await waitFor('both', () => first.numbers.length + second.numbers.length === 2);
    school.live.publish(2);
    await waitFor('the change', () => first.numbers.at(-1) === 2 && second.numbers.at(-1) === 2);
    expect(first).toMatchObject({ numbers: [1, 2], states: ['LIVE'] });
    expect(school.live.openCount()).toBe(1);
    expect(school.live.subscribers[0]?.payload).toMatchObject({
      operationName: 'Number',
      documentId: NumberDocument.id,
    });
  });

  it.each([
    ['cut off', 0],
    ['told that the gateway goes away', 4414],
    ['told that the schema has changed', 4415],
  ])('%s: says that it is stale, comes back and says where it was', async (_name, code) => {
    await using school = await openSchool();
    await using lectern = school.lectern({ environment: quick });
    const followed = follow(lectern);
    await waitFor('the first event', () => followed.numbers.length === 1);
    if (code === 0) school.live.cutSockets();
    else school.live.closeSockets(code);
    school.live.publish(7);
    await waitFor('the return', () => followed.numbers.at(-1) === 7);
    await waitFor('being live again', () => followed.states.length === 3);
    expect(followed.states).toEqual(['LIVE', 'STALE', 'LIVE']);
    expect(school.live.subscribers.at(-1)?.payload.extensions).toEqual({ resume: { epoch: 'e', offset: 1 } });
  });

  it('comes back with a new token when the old one has run out', async () => {
    await using school = await openSchool();
    await using lectern = school.lectern({ environment: quick });
    await lectern.signIn('a@example.com', 'right');
    const followed = follow(lectern);
    await waitFor('the first event', () => followed.numbers.length === 1);
    school.live.closeSockets(4411);
    await waitFor('the return', () => followed.numbers.length === 2);
    const [former, latter] = school.live.subscribers.map(({ authorization }) => authorization);
    expect(former).toEqual(expect.stringContaining('Bearer '));
    expect(latter).not.toBe(former);
  });

  it('goes on for somebody else who signs in, from the present state', async () => {
    await using school = await openSchool();
    await using lectern = school.lectern();
    const followed = follow(lectern);
    await waitFor('the first event', () => followed.numbers.length === 1);
    await lectern.signIn('a@example.com', 'right');
    await waitFor('the second', () => followed.numbers.length === 2);
    expect(school.live.subscribers.at(-1)).toMatchObject({
      authorization: expect.stringContaining('Bearer '),
      payload: { extensions: {} },
    });
    expect(followed.states).toEqual(['LIVE']);
  });

  it.each([
    ['a close code that says to stay away', 'CONNECTION_REFUSED'],
    ['a refusal of the operation', 'FORBIDDEN'],
  ])('ends for good at %s', async (name, code) => {
    await using school = await openSchool();
    await using lectern = school.lectern({ environment: quick });
    if (code === 'FORBIDDEN') school.live.refusal = 'FORBIDDEN';
    const followed = follow(lectern);
    if (code !== 'FORBIDDEN') {
      await waitFor('the first event', () => followed.numbers.length === 1);
      school.live.closeSockets(4403);
    }
    await waitFor(name, () => followed.states.at(-1) === 'CLOSED');
    expect(followed.errors.at(-1)).toMatchObject({ code });
  });

  it('tries again when the operation failed for a reason that passes', async () => {
    await using school = await openSchool();
    await using lectern = school.lectern({ environment: quick });
    school.live.refusal = 'SUBGRAPH_UNAVAILABLE';
    const followed = follow(lectern);
    await waitFor('a second try', () => school.live.subscribers.length >= 2);
    school.live.refusal = null;
    await waitFor('the first event', () => followed.numbers.length === 1);
    expect(followed.states).toEqual(['LIVE']);
  });

  it('keeps the socket for the others when one subscription is refused', async () => {
    await using school = await openSchool();
    await using lectern = school.lectern();
    const followed = follow(lectern);
    await waitFor('the first event', () => followed.numbers.length === 1);
    school.live.refusal = 'FORBIDDEN';
    const refused = follow(lectern);
    await waitFor('the refusal', () => refused.states.at(-1) === 'CLOSED');
    school.live.refusal = null;
    // An unused socket is closed after three seconds: this one is used.
    const since = performance.now();
    await waitFor('longer than that', () => performance.now() - since > 3_300);
    school.live.publish(2);
    await waitFor('the change', () => followed.numbers.at(-1) === 2);
    expect(followed.states).toEqual(['LIVE']);
  });

  it('says nothing more once it is closed, and lets the socket go', async () => {
    await using school = await openSchool();
    await using lectern = school.lectern();
    const followed = follow(lectern);
    await waitFor('the first event', () => followed.numbers.length === 1);
    followed.subscription.close();
    followed.subscription.close();
    school.live.publish(2);
    await waitFor('the socket to go', () => school.live.openCount() === 0);
    expect(followed.numbers).toEqual([1]);
    expect(followed.states).toEqual(['LIVE', 'CLOSED']);
  });
});
