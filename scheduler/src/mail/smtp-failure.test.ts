import { describe, expect, it } from '@jest/globals';
import { failureAfterBegin, failureBeforeBegin } from './smtp-failure.ts';

function smtpError(facts: object): Error {
  return Object.assign(new Error('failed'), facts);
}

const cases = [
  { name: 'an unknown recipient', error: { responseCode: 550, command: 'RCPT TO' }, before: 'REFUSED' },
  { name: 'a full mailbox', error: { responseCode: 452, command: 'RCPT TO' }, before: 'DEFERRED' },
  {
    name: 'a server that takes no messages from us',
    error: { responseCode: 550, command: 'MAIL FROM' },
    before: 'UNREACHABLE',
  },
  { name: 'a message too large', error: { code: 'EMESSAGE', command: 'MAIL FROM' }, before: 'REFUSED' },
  { name: 'a wrong password', error: { responseCode: 535, command: 'AUTH PLAIN' }, before: 'UNREACHABLE' },
  { name: 'no server at all', error: { code: 'ESOCKET', command: 'CONN' }, before: 'UNREACHABLE' },
];

describe('before the message went out', () => {
  it.each(cases)('$name: $before', ({ error, before }) => {
    expect(failureBeforeBegin(smtpError(error)).outcome).toBe(before);
  });
});

describe('after it went out', () => {
  it.each([
    ['a refusal of the content', { responseCode: 554, command: 'DATA' }, 'REFUSED'],
    ['a server that wants it later', { responseCode: 451, command: 'DATA' }, 'DEFERRED'],
    ['no answer', { code: 'ECONNECTION' }, 'UNCERTAIN'],
  ])('%s: %s', (_, error, after) => {
    expect(failureAfterBegin(smtpError(error)).outcome).toBe(after);
  });
});
