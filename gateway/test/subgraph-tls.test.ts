import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { selfSignedCertificate } from './_certificate.ts';
import { anyone, codeOf, hello, helloData, response, startClient, startRawServer } from './_raw-server.ts';

const query = '{"query":"{ hello }"}';
const certificate = selfSignedCertificate();

describe('a subgraph behind TLS', () => {
  it.each(['127.0.0.1', 'localhost'])('at %s is asked over connections that are kept', async (host) => {
    await using server = await startRawServer(({ socket }) => socket.write(hello), certificate);
    const { client } = startClient(server.url.replace('127.0.0.1', host), { ca: certificate.cert });
    await using _ = client;
    for (let i = 0; i < 5; i++) expect(await client.send(query, 'query', anyone)).toEqual(helloData);
    expect(server.connections()).toBe(1);
  });

  it('answers and is asked at length', async () => {
    const data = { hello: 'é'.repeat(50_000) };
    await using server = await startRawServer(
      ({ socket }) => socket.write(response(JSON.stringify({ data }))),
      certificate,
    );
    const { client } = startClient(server.url, { ca: certificate.cert });
    await using _ = client;
    const long = JSON.stringify({ query: 'ü'.repeat(200_000) });
    for (let i = 0; i < 3; i++) expect(await client.send(long, 'query', anyone)).toEqual({ data });
    expect(server.requests.map(({ body }) => body === long)).toEqual([true, true, true]);
    expect(server.connections()).toBe(1);
  });

  it('may end the connection to say that its answer is complete', async () => {
    await using server = await startRawServer(
      ({ socket }) => socket.end('HTTP/1.1 200 OK\r\n\r\n{"data":{"hello":"there"}}'),
      certificate,
    );
    const { client } = startClient(server.url, { ca: certificate.cert });
    await using _ = client;
    expect(await client.send(query, 'mutation', anyone)).toEqual(helloData);
    expect(await client.send(query, 'mutation', anyone)).toEqual(helloData);
    expect(server.connections()).toBe(2);
  });

  it('is sent nothing when nobody vouches for it', async () => {
    await using server = await startRawServer(({ socket }) => socket.write(hello), certificate);
    const { client } = startClient(server.url);
    await using _ = client;
    expect(await codeOf(client.send(query, 'mutation', anyone))).toBe('SUBGRAPH_UNAVAILABLE');
    expect(server.requests).toHaveLength(0);
  });

  it('that never ends its handshake is given up', async () => {
    await using server = await startRawServer(() => undefined);
    const { client } = startClient(server.url.replace('http:', 'https:'), { timeoutMs: 200 });
    await using _ = client;
    expect(await codeOf(client.send(query, 'query', anyone))).toMatch(/^SUBGRAPH_(TIMEOUT|UNAVAILABLE)$/);
    await waitFor('the close', () => server.sockets.size === 0);
  });
});
