import { describe, expect, it } from '@jest/globals';
import { createLogger, systemClock } from '@lectern/runtime';
import { waitFor } from '@lectern/testing';
import type { Authenticator } from '../viewer/authenticate.ts';
import { viewerErrors } from '../viewer/viewer.errors.ts';
import { admitSocket } from './admit-socket.ts';
import { createConnections } from './connection.ts';

const logger = createLogger('test', { level: 'silent', format: 'json' });

async function admitByKey() {
  let answer: Awaited<ReturnType<Authenticator['authenticate']>> | Error = {
    viewer: { kind: 'USER', id: 'ada', roles: [], via: 'api-key:k1' },
    scopes: [],
  };
  let asked = 0;
  const authenticate = async () => {
    asked += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const authenticator: Authenticator = { authenticate, authenticateCookie: authenticate };
  const closed: unknown[] = [];
  const connection = createConnections(systemClock, 5).open({ close: (code) => closed.push(code) }, '127.0.0.1');
  const isAdmitted = await admitSocket(connection, { apiKey: 'k' }, authenticator, 'r', logger);
  return {
    connection,
    closed,
    isAdmitted,
    asked: () => asked,
    answerWith(next: Error) {
      answer = next;
    },
  };
}

describe('a socket that was opened with an API key', () => {
  it('is closed some time after the key was revoked', async () => {
    const socket = await admitByKey();
    await waitFor('two looks', () => socket.asked() > 2);
    expect([socket.isAdmitted, socket.closed]).toEqual([true, []]);
    socket.answerWith(viewerErrors.make('API_KEY_INVALID'));
    await waitFor('the close', () => socket.closed.length > 0);
    expect(socket.closed).toEqual([4401]);
    socket.connection.gone();
  });

  it('stays while keys cannot be looked up', async () => {
    const socket = await admitByKey();
    socket.answerWith(viewerErrors.make('AUTHENTICATION_UNAVAILABLE'));
    const before = socket.asked();
    await waitFor('two looks', () => socket.asked() > before + 2);
    expect(socket.closed).toEqual([]);
    socket.connection.gone();
    const after = socket.asked();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(socket.asked()).toBe(after);
  });
});
