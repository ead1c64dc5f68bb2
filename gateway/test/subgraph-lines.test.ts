import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createSigner, signatureHeader } from '@lectern/request-signing';
import { testSigningSecret, userViewer, waitFor } from '@lectern/testing';
import { startLineRig } from './_line-rig.ts';
import { anyone, codeOf, hello, helloData, startClient, startRawServer } from './_raw-server.ts';

const sign = createSigner('gateway', testSigningSecret);

describe('a line to a subgraph', () => {
  it('carries many requests at once, and their answers in any order', async () => {
    await using rig = await startLineRig();
    rig.gate.close();
    const held = rig.ask('{ held }');
    const others = Array.from({ length: 50 }, (_, place) => rig.ask(`{ hello again${place}: hello }`));
    for (const other of await Promise.all(others)) expect(other).toMatchObject(helloData);
    expect(rig.client.inFlight()).toBe(1);
    rig.gate.open();
    expect(await held).toEqual({ data: { held: 'after all' } });
    expect(rig.relay.connections.size).toBe(2);
    expect(rig.byHttp()).toBe(0);
  });

  it('tells the subgraph for whom each request is made, and by which service', async () => {
    await using rig = await startLineRig();
    const viewers = [userViewer('ada'), userViewer('ben', 'ADMIN'), { kind: 'SERVICE', name: 'x' } as const];
    const answers = await Promise.all(
      viewers.map((viewer, place) => rig.ask('{ me }', { viewer, requestId: `r${place}` })),
    );
    expect(answers.map(({ data }) => JSON.parse(String(data?.me)))).toEqual(
      viewers.map((viewer, place) => ({ viewer, issuer: 'gateway', requestId: `r${place}` })),
    );
    expect(rig.byHttp()).toBe(0);
  });

  it('brings errors as HTTP does', async () => {
    await using rig = await startLineRig();
    const asking = { ...anyone, requestId: crypto.randomUUID() };
    const byLine = await rig.ask('{ hello broken }', asking);
    await using plain = await startLineRig({ lines: 0 });
    expect(byLine).toEqual(await plain.ask('{ hello broken }', asking));
    expect(byLine.errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
  });

  it('brings the bytes of an answer without errors as they are, where that is wanted', async () => {
    await using rig = await startLineRig();
    const asking = { ...anyone, passesOn: true };
    const [whole, read] = await Promise.all([
      rig.ask('{ long(length: 3) }', asking),
      rig.ask('{ long(length: 3) }', anyone),
    ]);
    expect(whole.whole?.toString()).toBe('{"data":{"long":"ööö"}}');
    expect(read).toEqual({ data: { long: 'ööö' } });
    expect(rig.told.shared).toBe(1);
    const failed = await rig.ask('{ broken }', asking);
    expect(failed.whole).toBeUndefined();
    expect(failed.errors).toHaveLength(1);
  });

  it('carries answers larger than what a socket takes at once', async () => {
    await using rig = await startLineRig({ responseBytesMax: 4_000_000 });
    const lengths = [1, 900_000, 65_536, 3, 1_500_000];
    const answers = await Promise.all(lengths.map((length) => rig.ask(`{ long(length: ${length}) }`)));
    expect(answers.map(({ data }) => String(data?.long).length)).toEqual(lengths);
  });

  it('refuses one answer that is too large, and goes on', async () => {
    await using rig = await startLineRig({ responseBytesMax: 50_000 });
    const [tooLarge, small] = await Promise.all([codeOf(rig.ask('{ long(length: 60000) }')), rig.ask('{ hello }')]);
    expect([tooLarge, small]).toEqual(['SUBGRAPH_UNAVAILABLE', helloData]);
    expect(await rig.ask('{ hello }')).toEqual(helloData);
    expect(rig.relay.lines()).toBe(1);
  });

  it('has a request refused that is too large, and goes on', async () => {
    await using rig = await startLineRig();
    expect(await codeOf(rig.ask(`{ hello } #${'x'.repeat(25_000)}`))).toBe('BODY_TOO_LARGE');
    expect(await rig.ask('{ hello }')).toEqual(helloData);
    expect(rig.relay.lines()).toBe(1);
  });

  it('is given up when it is older than its age, and what is under way on it is answered', async () => {
    await using rig = await startLineRig({ lineAgeMs: 1 });
    rig.gate.close();
    const held = rig.ask('{ held }');
    await rig.gate.reached();
    await waitFor('another line', async () => {
      await rig.ask('{ hello }');
      return rig.relay.lines() > 1;
    });
    rig.gate.open();
    expect(await held).toEqual({ data: { held: 'after all' } });
    await waitFor('the old lines to be closed', () => rig.relay.connections.size <= 2);
  });

  it('lets so many run at a time, and runs nothing later for which nobody waits any more', async () => {
    await using rig = await startLineRig({ timeoutMs: 3_000, breaker: { failures: 10_000, openMs: 1 } });
    rig.gate.close();
    const held = Array.from({ length: 512 }, (_, place) => codeOf(rig.ask(`{ held again${place}: hello }`)));
    // Each of them is compiled: the next one is to come when that is done, and not a second later.
    await waitFor('all of them', () => rig.gate.held() === 512);
    const late = codeOf(rig.ask('mutation { count }'));
    expect(await late).toBe('SUBGRAPH_TIMEOUT');
    expect(new Set(await Promise.all(held))).toEqual(new Set(['SUBGRAPH_TIMEOUT']));
    // The subgraph counts from when a request came, which was a little later.
    await pause(1_000);
    const waiting = rig.ask('mutation { count }');
    rig.gate.open();
    // The first of the two would have counted before it.
    expect(await waiting).toEqual({ data: { count: 1 } });
  });

  it('opens no line to a server that knows none', async () => {
    await using server = await startRawServer(({ socket, head }) =>
      socket.write(head.startsWith('GET') ? 'HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n' : hello),
    );
    const { client } = startClient(server.url, { sign, lines: 1 });
    await using _ = client;
    for (let i = 0; i < 3; i++) {
      expect(await client.send('{"query":"{ hello }"}', 'query', anyone)).toEqual(helloData);
      await turn();
    }
    await waitFor('the refused handshake', () => server.requests.some(({ head }) => head.startsWith('GET')));
    expect(server.requests.filter(({ head }) => head.startsWith('GET'))).toHaveLength(1);
  });
});

describe('a line that breaks', () => {
  it('has its queries asked again by HTTP, once, and its mutations not', async () => {
    await using rig = await startLineRig();
    rig.gate.close();
    const query = rig.ask('{ held }');
    const mutation = codeOf(rig.ask('mutation { heldCount }'));
    await rig.gate.reached();
    await waitFor('both', () => rig.client.inFlight() === 2);
    await turn();
    for (const { client } of rig.relay.connections) client.destroy();
    expect(await mutation).toBe('SUBGRAPH_UNAVAILABLE');
    rig.gate.open();
    expect(await query).toEqual({ data: { held: 'after all' } });
    expect(rig.told.retried).toBe(1);
    expect(rig.counted()).toBeLessThanOrEqual(1);
  });

  it('is opened again', async () => {
    await using rig = await startLineRig();
    for (const { client } of rig.relay.connections) client.destroy();
    await waitFor('the end', () => rig.relay.connections.size === 0);
    await waitFor('another line', async () => {
      expect(await rig.ask('{ hello }')).toEqual(helloData);
      return rig.relay.lines() === 2;
    });
  });

  it('is used no more when a request runs out of time and nothing is heard', async () => {
    await using rig = await startLineRig({ timeoutMs: 1_200 });
    rig.relay.isSilent = true;
    expect(await codeOf(rig.ask('{ hello }'))).toBe('SUBGRAPH_TIMEOUT');
    rig.relay.isSilent = false;
    // Not at once, as it has never answered anything.
    await waitFor('another line', async () => {
      expect(await rig.ask('{ hello }')).toEqual(helloData);
      return rig.relay.lines() === 2;
    });
  });

  it('stays when a request runs out of time while others are answered', async () => {
    await using rig = await startLineRig({ timeoutMs: 1_200 });
    rig.gate.close();
    const held = codeOf(rig.ask('{ held }'));
    let isOver = false;
    void held.then(() => {
      isOver = true;
    });
    await waitFor('the deadline', async () => {
      expect(await rig.ask('{ hello }')).toEqual(helloData);
      return isOver;
    });
    expect(await held).toBe('SUBGRAPH_TIMEOUT');
    rig.gate.open();
    expect(await rig.ask('{ hello }')).toEqual(helloData);
    expect(rig.relay.lines()).toBe(1);
  });

  const forgeries: readonly (readonly [string, (bytes: Buffer) => readonly Buffer[]])[] = [
    ['changed', (bytes) => [Buffer.from(bytes.toString('latin1').replace('count', 'COUNT'), 'latin1')]],
    ['of another viewer', (bytes) => [Buffer.from(bytes.toString('latin1').replace('ada', 'bob'), 'latin1')]],
    ['cut in its middle', (bytes) => [bytes.subarray(0, 60), bytes]],
    ['longer than any', (bytes) => [Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0xff]), bytes.subarray(4)])]],
  ];
  it.each(forgeries)('is broken off by a packet that is %s, which is not executed', async (_what, forge) => {
    await using rig = await startLineRig();
    rig.relay.change = forge;
    expect(await codeOf(rig.ask('mutation { count }', { ...anyone, viewer: userViewer('ada') }))).toBe(
      'SUBGRAPH_UNAVAILABLE',
    );
    expect(rig.counted()).toBe(0);
    rig.relay.change = undefined;
    expect(await rig.ask('{ hello }')).toEqual(helloData);
  });

  it('is broken off by a packet that is sent twice, which is executed once', async () => {
    await using rig = await startLineRig();
    rig.relay.change = (bytes) => [bytes, bytes];
    await codeOf(rig.ask('mutation { count }'));
    await waitFor('the end of the line', () => rig.relay.connections.size <= 1);
    expect(rig.counted()).toBe(1);
  });
});

describe('a subgraph that stops', () => {
  it('answers what came on its lines, and takes no more', async () => {
    await using rig = await startLineRig();
    rig.gate.close();
    const held = rig.ask('mutation { heldCount }');
    await rig.gate.reached();
    const stopped = rig.subgraph[Symbol.asyncDispose]();
    await waitFor('its refusal', async () => (await codeOf(rig.ask('{ hello }'))) === 'SUBGRAPH_UNAVAILABLE');
    rig.gate.open();
    expect(await held).toEqual({ data: { heldCount: 1 } });
    await stopped;
  });
});

describe('a handshake', () => {
  async function upgrade(url: string, headers: Readonly<Record<string, string>>, path = '/graphql') {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\n${lines.join('')}\r\n`);
    const [bytes] = await once(socket, 'data');
    socket.destroy();
    return String(bytes).slice(9, 12);
  }
  const protocol = { upgrade: 'lectern-line/1' };
  const nonce = { 'x-lectern-line': 'n'.repeat(43) };
  const viewer = { kind: 'SERVICE', name: 'gateway' } as const;
  const rightful = { audience: 'greetings', method: 'GET', path: '/graphql', body: undefined, viewer };
  const nobody = createSigner('gateway', 's'.repeat(32));

  const right = { headers: { ...protocol, ...nonce }, path: '/graphql', signed: () => sign(rightful) };
  const cases = [
    { ...right, what: 'that is right', status: '101' },
    { ...right, what: 'without a signature', status: '401', signed: () => '' },
    { ...right, what: 'for another service', status: '401', signed: () => sign({ ...rightful, audience: 'exam' }) },
    { ...right, what: 'with another secret', status: '401', signed: () => nobody(rightful) },
    { ...right, what: 'to another path', status: '404', path: '/x', signed: () => sign({ ...rightful, path: '/x' }) },
    { ...right, what: 'of another protocol', status: '404', headers: { upgrade: 'websocket', ...nonce } },
    { ...right, what: 'without a nonce', status: '400', headers: protocol },
    { ...right, what: 'with a short nonce', status: '400', headers: { ...protocol, 'x-lectern-line': 'abc' } },
  ];
  // Signed when the test runs: a signature is good for half a minute.
  it.each(cases)('$what is answered with $status', async ({ status, headers, path, signed }) => {
    await using rig = await startLineRig({ lines: 0 });
    expect(await upgrade(rig.subgraph.url, { ...headers, [signatureHeader]: signed() }, path)).toBe(status);
  });
});
