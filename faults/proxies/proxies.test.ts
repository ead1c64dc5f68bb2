import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startBadLine } from './bad-line.ts';
import { startBalancer } from './balancer.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** Answers with its name, and counts the bodies that came. */
async function startNamed(name: string) {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => {
      bodies.push(body);
      response.end(name);
    });
  });
  server.listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, bodies, url: `http://127.0.0.1:${address.port}` };
}

const ask = async (url: string, body = '') => {
  const response = await fetch(url, { method: 'POST', body, headers: { connection: 'close' } });
  return response.text();
};

describe('the balancer', () => {
  it('spreads connections over its backends and leaves out one that is gone', async () => {
    const [a, b] = [await startNamed('a'), await startNamed('b')];
    await using balancer = await startBalancer();
    balancer.setBackends([a.url, b.url]);
    expect(new Set([await ask(balancer.url), await ask(balancer.url)])).toEqual(new Set(['a', 'b']));
    a.server.close();
    a.server.closeAllConnections();
    await once(a.server, 'close');
    expect([await ask(balancer.url), await ask(balancer.url)]).toEqual(['b', 'b']);
  });
});

describe('the bad line', () => {
  it('lets through what it is given, some of it twice, and loses answers of what has arrived', async () => {
    const { url, bodies } = await startNamed('gateway');
    await using line = await startBadLine(url);
    const sent = Array.from({ length: 80 }, (_, index) => `request ${index}`);
    const outcomes = await Promise.allSettled(sent.map((body) => ask(line.url, body)));
    const { duplicated, answersLost } = line.counts;
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(answersLost);
    expect(new Set(bodies)).toEqual(new Set(sent));
    expect(bodies.length).toBeGreaterThanOrEqual(sent.length);
    expect(duplicated).toBeGreaterThan(0);
  });
});
