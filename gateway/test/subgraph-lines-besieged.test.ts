import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { createServer } from 'node:tls';
import { describe, expect, it } from '@jest/globals';
import { answerHandshake, lineAnswers, writeAnswers } from '@lectern/request-line';
import { createKeyDerivation, createSigner } from '@lectern/request-signing';
import { testSigningSecret, waitFor } from '@lectern/testing';
import { selfSignedCertificate } from './_certificate.ts';
import { startLineRig } from './_line-rig.ts';
import { anyone, codeOf, hello, helloData, type RawRequest, startClient, startRawServer } from './_raw-server.ts';

const sign = createSigner('gateway', testSigningSecret);

describe('what one client sends', () => {
  it('ends no line when it is longer than any packet may be', async () => {
    await using rig = await startLineRig();
    rig.gate.close();
    const held = rig.ask('mutation { heldCount }');
    await rig.gate.reached();
    // HTTP refuses it unread, or the connection ends while it is still being sent.
    expect(await codeOf(rig.ask(`{ hello } #${'x'.repeat(3_000_000)}`))).toMatch(/BODY_TOO_LARGE|UNAVAILABLE/);
    rig.gate.open();
    expect(await held).toEqual({ data: { heldCount: 1 } });
    expect(rig.relay.lines()).toBe(1);
  });

  it('ends no line when it has more bytes than characters, several at once', async () => {
    await using rig = await startLineRig();
    rig.gate.close();
    const held = rig.ask('mutation { heldCount }');
    await rig.gate.reached();
    const long = Array.from({ length: 7 }, (_, place) => codeOf(rig.ask(`{ hello } #${place}${'試'.repeat(170_000)}`)));
    expect(new Set(await Promise.all(long))).toEqual(new Set(['BODY_TOO_LARGE']));
    rig.gate.open();
    expect(await held).toEqual({ data: { heldCount: 1 } });
    expect(rig.relay.lines()).toBe(1);
  });
});

describe('a request whose execution fails altogether', () => {
  it('fails alone, and as it does by HTTP', async () => {
    await using rig = await startLineRig();
    rig.gate.close();
    const held = rig.ask('mutation { heldCount }');
    await rig.gate.reached();
    const asking = { ...anyone, requestId: crypto.randomUUID() };
    const byLine = await rig.ask('{ unwritable }', asking);
    rig.gate.open();
    expect(await held).toEqual({ data: { heldCount: 1 } });
    await using plain = await startLineRig({ lines: 0 });
    expect(byLine).toEqual(await plain.ask('{ unwritable }', asking));
    expect(byLine.errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
  });
});

describe('a line that breaks with many mutations under way', () => {
  it('counts as one failure of the subgraph, which answers the next', async () => {
    await using rig = await startLineRig({ breaker: { failures: 3, openMs: 60_000 } });
    rig.gate.close();
    const held = Array.from({ length: 20 }, () => codeOf(rig.ask('mutation { heldCount }')));
    await rig.gate.reached();
    await waitFor('all of them', () => rig.client.inFlight() === 20);
    await turn();
    for (const { client } of rig.relay.connections) client.destroy();
    expect(new Set(await Promise.all(held))).toEqual(new Set(['SUBGRAPH_UNAVAILABLE']));
    rig.gate.open();
    expect(await rig.ask('{ hello }')).toEqual(helloData);
  });
});

describe('a request of HTTP that asks for another protocol than ours', () => {
  it('is answered as if it had not', async () => {
    await using rig = await startLineRig({ lines: 0 });
    expect(
      await say(rig.subgraph.url, 'GET /livez HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: h2c\r\n\r\n'),
    ).toBe('200');
  });
});

describe('who is refused a line', () => {
  it('holds no connection open, and no service that stops', async () => {
    await using rig = await startLineRig({ lines: 0 });
    const socket = connect({ port: Number(new URL(rig.subgraph.url).port), host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => undefined);
    socket.write('GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: lectern-line/1\r\n\r\n');
    const [bytes] = await once(socket, 'data');
    expect(String(bytes)).toMatch(/^HTTP\/1.1 401 /);
    await rig.subgraph[Symbol.asyncDispose]();
    socket.destroy();
  });
});

describe('a subgraph that stops while a line has something under way', () => {
  it('is not there for anybody new, who then goes to another one at its address', async () => {
    await using rig = await startLineRig();
    rig.gate.close();
    const held = rig.ask('mutation { heldCount }');
    await rig.gate.reached();
    const stopped = rig.subgraph[Symbol.asyncDispose]();
    await waitFor('its refusal', async () => (await connectionTo(rig.subgraph.url)) === 'ECONNREFUSED');
    rig.gate.open();
    expect(await held).toEqual({ data: { heldCount: 1 } });
    await stopped;
  });
});

describe('a server that is about to stop', () => {
  function lineServer(answer: (request: RawRequest, handshakes: number) => void) {
    let handshakes = 0;
    return startRawServer((request) => {
      if (request.head.startsWith('POST')) request.socket.write(hello);
      else {
        handshakes += 1;
        answer(request, handshakes);
      }
    });
  }
  const accept = ({ header }: RawRequest) =>
    'HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: lectern-line/1\r\n' +
    `x-lectern-line: ${answerHandshake(createKeyDerivation(testSigningSecret), header('x-lectern-line'))?.header}\r\n\r\n`;

  it('is asked for a line again soon after it has refused one', async () => {
    await using server = await lineServer(({ socket }) =>
      socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n'),
    );
    const { client } = startClient(server.url, { sign, lines: 1 });
    await using _ = client;
    await waitFor('another handshake', async () => {
      expect(await client.send('{"query":"{ hello }"}', 'query', anyone)).toEqual(helloData);
      return server.requests.filter(({ head }) => head.startsWith('GET')).length > 1;
    });
  });

  it('may end each line before it has answered anything: nearly all goes by HTTP then', async () => {
    await using server = await lineServer((request) => {
      request.socket.write(accept(request));
      request.socket.once('data', () => request.socket.destroy());
    });
    const { client } = startClient(server.url, { sign, lines: 1, breaker: { failures: 100, openMs: 60_000 } });
    await using _ = client;
    const codes: unknown[] = [];
    for (let i = 0; i < 60; i += 1) {
      codes.push(await codeOf(client.send('{"query":"mutation { hello }"}', 'mutation', anyone)));
      await turn();
    }
    // Each time it waits for twice as long before it tries again.
    expect(codes.filter((code) => code === 'SUBGRAPH_UNAVAILABLE').length).toBeLessThan(10);
  });

  it('may say with its first bytes on a line that it takes no more', async () => {
    await using server = await lineServer((request) => {
      request.socket.write(Buffer.concat([Buffer.from(accept(request)), writeAnswers([lineAnswers.noMore])]));
    });
    const { client } = startClient(server.url, { sign, lines: 1 });
    await waitFor('another handshake', async () => {
      expect(await client.send('{"query":"{ hello }"}', 'query', anyone)).toEqual(helloData);
      return server.requests.filter(({ head }) => head.startsWith('GET')).length > 1;
    });
    await client[Symbol.asyncDispose]();
  });
});

describe('a line behind TLS', () => {
  const certificate = selfSignedCertificate();

  /** Takes the TLS off before a subgraph, as proxies do, and hears what is asked by HTTP. */
  async function startTlsProxy(url: string) {
    const heads: string[] = [];
    const server = createServer(certificate, (client) => {
      const upstream = connect(Number(new URL(url).port), '127.0.0.1');
      client.on('data', (bytes) => {
        const head = bytes.toString('latin1', 0, 4);
        if (head === 'GET ' || head === 'POST') heads.push(head);
      });
      client.pipe(upstream).pipe(client);
      for (const end of [client, upstream]) end.on('error', () => undefined);
      client.on('close', () => upstream.destroy());
      upstream.on('close', () => client.destroy());
    });
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('no port');
    const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
    return { port: address.port, heads, [Symbol.asyncDispose]: close };
  }

  it.each(['127.0.0.1', 'localhost'])('at %s is opened where the authority is trusted', async (host) => {
    await using rig = await startLineRig({ lines: 0 });
    await using proxy = await startTlsProxy(rig.subgraph.url);
    const place = `https://${host}:${proxy.port}/graphql`;
    const { client } = startClient(place, { sign, lines: 1, ca: certificate.cert, connectionsMax: 1 });
    await using _ = client;
    const ask = (query: string) => client.send(JSON.stringify({ query }), 'query', anyone);
    await waitFor('an answer by the line', async () => {
      const before = proxy.heads.length;
      expect(await ask('{ hello }')).toEqual(helloData);
      return proxy.heads.length === before;
    });
    expect(proxy.heads).toContain('GET ');
    // More than HTTP's one connection could have under way.
    rig.gate.close();
    const held = Array.from({ length: 5 }, (_, place) => ask(`{ held again${place}: held }`));
    expect(await ask('{ hello }')).toEqual(helloData);
    rig.gate.open();
    for (const answer of await Promise.all(held)) expect(answer.data?.held).toBe('after all');
  });

  it('is not opened where it is not', async () => {
    await using rig = await startLineRig({ lines: 0 });
    await using proxy = await startTlsProxy(rig.subgraph.url);
    const { client } = startClient(`https://127.0.0.1:${proxy.port}/graphql`, { sign, lines: 1 });
    await using _ = client;
    for (let i = 0; i < 3; i++) {
      expect(await codeOf(client.send('{"query":"{ hello }"}', 'query', anyone))).toBe('SUBGRAPH_UNAVAILABLE');
    }
    expect(proxy.heads).toEqual([]);
  });
});

/** Why there is no connection; undefined where there is one. */
function connectionTo(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
}

async function say(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(bytes);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return String(answer).slice(9, 12);
}
