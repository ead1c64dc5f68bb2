import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AttemptResultDocument,
  type AttemptResultSubscription,
  type Lectern,
  type LiveState,
  StartAttemptDocument,
  SubmitAttemptDocument,
} from '@lectern/sdk';
import { waitFor } from '@lectern/testing';
import { type LiveEnd, openLiveSocket } from '../src/live/live-socket.ts';
import { webSocketClass } from '../src/live/web-socket.ts';
import { holdExam, openRealSchool, type RealSchool } from './_real-school.ts';

let school: RealSchool;
let examId = '';
let ada = '';
let ben = '';

beforeAll(async () => {
  school = await openRealSchool();
  const held = await holdExam(school);
  examId = held.examId;
  [ada = '', ben = ''] = held.learners;
}, 120_000);

afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
});

const startAttempt = async (learner: Lectern) =>
  (await learner.mutate(StartAttemptDocument, { input: { examId } })).startAttempt.attempt.id;

/** A WebSocket class whose lines the test can cut. */
function cuttable() {
  const opened: WebSocket[] = [];
  const frames: string[][] = [];
  class Cuttable extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol);
      opened.push(this);
      const heard: string[] = [];
      frames.push(heard);
      this.addEventListener('message', ({ data }) => heard.push(String(data)));
    }
  }
  return { webSocket: Cuttable, opened, frames };
}

describe('live updates of the real gateway', () => {
  it('go on where they were when the line was cut, and bring what happened meanwhile', async () => {
    const line = cuttable();
    await using learner = await school.signedIn(ada, { webSocket: line.webSocket });
    const attemptId = await startAttempt(learner);
    const events: AttemptResultSubscription[] = [];
    const states: LiveState[] = [];
    learner.subscribe(
      AttemptResultDocument,
      { attemptId },
      { onEvent: (event) => events.push(event), onState: (state) => states.push(state) },
    );
    await waitFor('the present state', () => states.at(-1) === 'LIVE');
    line.opened[0]?.close();
    await waitFor('staleness', () => states.includes('STALE'));
    await learner.mutate(SubmitAttemptDocument, { input: { attemptId } });
    await waitFor('the result', () => events.at(-1)?.attemptResult?.status === 'GRADED');
    await waitFor('being live', () => states.at(-1) === 'LIVE');
    expect(states).toEqual(['LIVE', 'STALE', 'LIVE']);
    expect(line.opened.length).toBe(2);
    expect(line.frames[1]?.join()).toContain('"resumed":true');
  });

  it('stay when the same viewer renews the socket, and end when another does', async () => {
    await using learner = await school.signedIn(ada);
    await using other = await school.signedIn(ben);
    const attemptId = await startAttempt(learner);
    const results: unknown[] = [];
    const ends: LiveEnd[] = [];
    const socket = openLiveSocket({
      url: school.url,
      webSocket: webSocketClass(undefined),
      environment: learner.environment,
      authHeaders: learner.authHeaders,
      onReady: () => {},
    });
    const payload = { documentId: AttemptResultDocument.id, query: '', variables: { attemptId } };
    socket.subscribe(payload, { onResult: (result) => results.push(result), onEnd: (end) => ends.push(end) });
    await waitFor('the present state', () => results.length === 1);
    expect(await socket.renew(await learner.authHeaders())).toBe(true);
    await learner.mutate(SubmitAttemptDocument, { input: { attemptId } });
    await waitFor('the result', () => results.length === 2);
    expect(socket.isUsable()).toBe(true);
    await socket.renew(await other.authHeaders());
    await waitFor('the end', () => ends.length === 1);
    expect(ends[0]).toMatchObject({ kind: 'CLOSED', code: 4401 });
  });
});
