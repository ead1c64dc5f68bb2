import { describe, expect, it } from '@jest/globals';
import { createSigner, createVerifier, signatureHeader } from '@lectern/request-signing';
import { testSigningSecret } from '@lectern/testing';
import type { Asking } from '../src/subgraph/client.ts';
import { anyone, codeOf, hello, helloData, response, startClient, startRawServer } from './_raw-server.ts';

const query = '{"query":"{ hello }"}';
const sign = createSigner('gateway', testSigningSecret);

/** What a request looks like to its subgraph. */
async function requestOf(asking: Asking, body = query, options: { readonly isSigned?: boolean } = {}) {
  await using server = await startRawServer(({ socket }) => socket.write(hello));
  const { client } = startClient(`${server.url}?v=1`, options.isSigned ? { sign } : {});
  await using _ = client;
  expect(await client.send(body, 'mutation', asking)).toEqual(helloData);
  expect(await client.send(query, 'mutation', anyone)).toEqual(helloData);
  expect(server.connections()).toBe(1);
  const [request] = server.requests;
  if (!request) throw new Error('no request');
  return request;
}

describe('a request to a subgraph', () => {
  it('says what it is and for which request of a client', async () => {
    const { head, body } = await requestOf(anyone);
    const lines = head.split('\r\n');
    expect(lines[0]).toBe('POST /graphql?v=1 HTTP/1.1');
    expect(lines[1]).toMatch(/^host: 127\.0\.0\.1:\d+$/);
    expect(lines.slice(2)).toEqual([
      'content-type: application/json',
      'accept: application/json',
      'x-request-id: r1',
      `content-length: ${query.length}`,
    ]);
    expect(body).toBe(query);
  });

  it.each(['plain', 'tägliche Übung', '日本 🎉', '\u{d800}'])('carries the text "%s" as it is', async (text) => {
    const body = JSON.stringify({ query: '{ hello }', variables: { text } });
    const request = await requestOf({ ...anyone, forwarded: { 'x-name': 'J\u00fcrgen' } }, body);
    expect(JSON.parse(request.body)).toEqual(JSON.parse(body));
    expect(request.header('x-name')).toBe('J\u00fcrgen');
  });

  it('is signed for its viewer, where requests are signed', async () => {
    const viewer = { kind: 'USER', id: 'u1', roles: ['A'], via: 's1' } as const;
    const body = '{"query":"mutation { ü }"}';
    const request = await requestOf({ viewer, requestId: 'r1' }, body, { isSigned: true });
    const verify = createVerifier('greetings', testSigningSecret);
    const signature = request.header(signatureHeader);
    expect(verify({ signature, method: 'POST', path: '/graphql?v=1', body: request.body })).toEqual({
      issuer: 'gateway',
      viewer,
    });
    expect((await requestOf({ viewer, requestId: 'r1' })).header(signatureHeader)).toBeUndefined();
  });

  it('whose signature is refused has no answer, while a viewer that is refused has one', async () => {
    const errors = [{ message: 'Who are you?', extensions: { code: 'UNAUTHENTICATED' } }];
    await using server = await startRawServer(({ socket }) =>
      socket.write(response(JSON.stringify({ errors }), [], '401 Unauthorized')),
    );
    const signing = startClient(server.url, { sign }).client;
    await using _ = signing;
    const plain = startClient(server.url).client;
    await using __ = plain;
    expect(await codeOf(signing.send(query, 'query', anyone))).toBe('SUBGRAPH_UNAVAILABLE');
    expect(await plain.send(query, 'query', anyone)).toEqual({ errors });
  });

  it('carries the trace of its client', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const request = await requestOf({ ...anyone, traceparent, tracestate: 'a=1,b=2' });
    expect([request.header('traceparent'), request.header('tracestate')]).toEqual([traceparent, 'a=1,b=2']);
  });

  it('carries forwarded headers', async () => {
    const forwarded = { authorization: 'Bearer x', 'accept-language': 'de, en;q=0.5', 'x-empty': '' };
    const request = await requestOf({ ...anyone, forwarded });
    expect(request.header('authorization')).toBe('Bearer x');
    expect(request.header('accept-language')).toBe('de, en;q=0.5');
    expect(request.header('x-empty')).toBe('');
  });

  it.each(['a\r\nx-evil: 1', 'a\nx-evil: 1', 'a\rx-evil: 1', 'a\0', 'a\u{7f}', 'ａ', '\u{10d}\u{10a}x-evil: 1'])(
    'leaves out a value that would not stay in its line: %j',
    async (value) => {
      const request = await requestOf({
        ...anyone,
        forwarded: { 'x-good': '1', 'x-bad': value },
        traceparent: value,
        tracestate: value,
        requestId: value,
      });
      expect(request.head.split('\r\n').map((line) => line.replace(/:.*/s, ''))).toEqual([
        'POST /graphql?v=1 HTTP/1.1',
        'host',
        'content-type',
        'accept',
        'x-request-id',
        'x-good',
        'content-length',
      ]);
      expect(request.header('x-request-id')).toBe('unreadable');
    },
  );

  it.each([
    'content-length',
    'transfer-encoding',
    'host',
    'connection',
    'x-request-id',
    signatureHeader,
    'a b',
    'a:',
    '',
    'a\r\nb',
  ])('leaves out the forwarded name %j', async (name) => {
    const { head } = await requestOf({ ...anyone, forwarded: { [name]: '7' } });
    expect(head).not.toMatch(/: 7$/m);
  });
});
