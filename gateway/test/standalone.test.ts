import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestProcess, testProcess, waitFor } from '@lectern/testing';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Subgraphs, startSubgraphs } from './_federated.ts';
import { createGate } from './_gate.ts';

const command = join(import.meta.dirname, '../src/standalone-main.ts');
const query = '{ star(id: "s1") { name light } }';
const answer = { data: { star: { name: 'Vega', light: 3 } } };

/** Held back by the test that stops a gateway with a request under way. */
const gate = createGate();

function startStars(): Promise<Subgraphs> {
  return startSubgraphs({
    catalogue: {
      typeDefs: `
        type Query { star(id: ID!): Star }
        type Star @key(fields: "id") { id: ID! name: String! place: String @federation__authenticated }
      `,
      resolvers: {
        Query: { star: (_: unknown, { id }: { id: string }) => ({ id, name: 'Vega', place: 'Lyra' }) },
      },
    },
    photometry: {
      typeDefs: 'type Star @key(fields: "id") { id: ID! light: Int }',
      resolvers: {
        Star: {
          async __resolveReference({ id }: { id: string }) {
            await gate.pass();
            return { id, light: 3 };
          },
        },
      },
    },
  });
}

type Command = TestProcess & { readonly url: string };

/** The command with these flags, once it listens. */
async function startCommand(...flags: string[]): Promise<Command> {
  const running = testProcess(command, {}, [...flags, '--port', '0']);
  try {
    const url = await waitFor('the address in the log', async () => {
      if (running.child.exitCode !== null) throw new Error(running.output());
      return /"url":"(http:[^"]+)"/.exec(running.output())?.[1];
    });
    return { ...running, url };
  } catch (error) {
    await running[Symbol.asyncDispose]();
    throw error;
  }
}

async function ask({ url }: Command, text = query, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: text }),
  });
  return { status: response.status, body: await response.json() };
}

describe('the gateway as a command', () => {
  let stars: Subgraphs;
  beforeAll(async () => {
    stars = await startStars();
  });
  afterAll(async () => stars?.[Symbol.asyncDispose]());
  beforeEach(() => {
    stars.requests.length = 0;
  });

  const refused: Readonly<Record<string, readonly [flags: readonly string[], names: readonly string[]]>> = {
    'no flags': [[], ['--supergraph', '--subgraph']],
    'nothing on who may come in': [
      ['--supergraph', 'a.graphql'],
      ['--anonymous', '--jwks'],
    ],
    'two answers to who may come in': [
      ['--supergraph', 'a.graphql', '--anonymous', '--jwks', 'http://localhost/keys'],
      ['--anonymous and --jwks'],
    ],
    'keys without an issuer': [['--supergraph', 'a.graphql', '--jwks', 'http://localhost/keys'], ['--issuer']],
    'keys at no address': [['--supergraph', 'a.graphql', '--jwks', 'keys', '--issuer', 'me'], ['--jwks keys']],
    'a port that there is not': [['--supergraph', 'a.graphql', '--anonymous', '--port', '65536'], ['--port 65536']],
    'a deadline that is no number': [
      ['--supergraph', 'a.graphql', '--anonymous', '--timeout-ms', 'soon'],
      ['--timeout-ms soon'],
    ],
    'a subgraph without an address': [['--subgraph', 'stars', '--anonymous'], ['--subgraph stars']],
    'a share of more than all': [
      ['--supergraph', 'a.graphql', '--anonymous', '--traces', 'http://localhost/', '--traces-sample', '2'],
      ['--traces-sample 2'],
    ],
    'a flag that there is not': [['--supergraph', 'a.graphql', '--anonymous', '--quick'], ['--quick']],
  };
  it.each(Object.entries(refused))('refuses %s', async (_name, [flags, names]) => {
    await using running = testProcess(command, {}, flags);
    expect(await running.ended).toBe(78);
    const [reason = '', ...usage] = running.output().split('\n');
    for (const name of names) expect(reason).toContain(name);
    expect(usage.join('\n')).toContain('npm run gateway -- --supergraph');
  });

  it('ends when there is no supergraph at the place that was named', async () => {
    const missing = join(stars.folder, 'missing.graphql');
    await using running = testProcess(command, {}, ['--supergraph', missing, '--anonymous', '--port', '0']);
    expect(await running.ended).toBe(1);
    expect(running.output()).toContain(missing);
  });

  it('answers for the supergraph of a file, and tells how it is', async () => {
    await using running = await startCommand('--supergraph', stars.supergraph, '--anonymous');
    expect(await ask(running)).toEqual({ status: 200, body: answer });
    const statuses = ['/livez', '/readyz', '/metrics'].map(async (path) => (await fetch(running.url + path)).status);
    expect(await Promise.all(statuses)).toEqual([200, 200, 200]);
    const metrics = await (await fetch(`${running.url}/metrics`)).text();
    expect(metrics).toMatch(/lectern_gateway_operation_seconds_count\{[^}]*outcome="ok"[^}]*\} 1\n/);
    expect(metrics).toMatch(/lectern_gateway_subgraph_seconds_count\{[^}]*subgraph="photometry"[^}]*\} 1\n/);
  });

  it('asks subgraphs where it is told to', async () => {
    // Nothing listens at port 9: an answer shows that it was not asked there.
    const elsewhere = join(stars.folder, 'elsewhere.graphql');
    await writeFile(elsewhere, stars.supergraphSdl.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'http://127.0.0.1:9'));
    const { catalogue, photometry } = stars.urls;
    await using running = await startCommand(
      ...['--supergraph', elsewhere, '--anonymous'],
      ...['--subgraph', `catalogue=${catalogue}`, '--subgraph', `photometry=${photometry}`],
    );
    expect((await ask(running)).body).toEqual(answer);
    expect(stars.requests.map(({ subgraph }) => subgraph)).toEqual(['catalogue', 'photometry']);
  });

  it('asks the one subgraph elsewhere that it is told of, and the others where the supergraph says', async () => {
    await using running = await startCommand(
      ...['--supergraph', stars.supergraph, '--anonymous', '--subgraph', 'photometry=http://127.0.0.1:9/graphql'],
    );
    expect((await ask(running)).body).toMatchObject({
      data: { star: { name: 'Vega', light: null } },
      errors: [{ path: ['star'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
    });
  });

  it('composes the running subgraphs where there is no supergraph', async () => {
    const named = Object.entries(stars.urls).flatMap(([name, url]) => ['--subgraph', `${name}=${url}`]);
    await using running = await startCommand(...named, '--anonymous');
    expect(stars.requests.map((request) => request.query)).toEqual(['{ _service { sdl } }', '{ _service { sdl } }']);
    expect((await ask(running)).body).toEqual(answer);
  });

  it('hides the schema where it is told to', async () => {
    await using running = await startCommand('--supergraph', stars.supergraph, '--anonymous', '--no-introspection');
    const { body } = await ask(running, '{ __schema { queryType { name } } }');
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
  });

  it('passes on the headers that are named, and no others', async () => {
    await using running = await startCommand('--supergraph', stars.supergraph, '--anonymous', '--forward', 'X-Tenant');
    const headers = { 'x-tenant': 'north', 'x-other': 'south', authorization: 'Bearer x', cookie: 'a=b' };
    expect((await ask(running, query, headers)).body).toEqual(answer);
    expect(stars.requests).toHaveLength(2);
    for (const seen of stars.requests) {
      expect(seen.headers['x-tenant']).toBe('north');
      for (const name of ['x-other', 'authorization', 'cookie']) expect(seen.headers).not.toHaveProperty(name);
    }
  });

  it('takes tokens of the keys that it is told of, and refuses all others', async () => {
    await using keys = await startKeys();
    await using running = await startCommand(
      ...['--supergraph', stars.supergraph, '--jwks', keys.url, '--issuer', 'https://issuer.test'],
      ...['--audience', 'stars'],
    );
    const place = '{ star(id: "s1") { place } }';
    const askWith = async (token: string) => ask(running, place, { authorization: `Bearer ${token}` });
    expect(await askWith(await keys.token('https://issuer.test', 'stars'))).toEqual({
      status: 200,
      body: { data: { star: { place: 'Lyra' } } },
    });
    const bad = [
      'gibberish',
      await keys.token('https://other.test', 'stars'),
      await keys.token('https://issuer.test', 'lectern'),
      await keys.forged('https://issuer.test', 'stars'),
    ];
    for (const token of bad) {
      const refusal = await askWith(token);
      expect(refusal.status).toBe(401);
      expect(refusal.body).toMatchObject({ errors: [{ extensions: { code: 'TOKEN_INVALID' } }] });
    }
    expect((await ask(running, place)).body).toMatchObject({
      data: { star: { place: null } },
      errors: [{ path: ['star', 'place'], extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends well at %s, and answers what is under way', async (signal) => {
    await using running = await startCommand('--supergraph', stars.supergraph, '--anonymous');
    gate.close();
    try {
      const underWay = ask(running);
      await gate.reached();
      running.child.kill(signal);
      const isRefused = () =>
        fetch(`${running.url}/livez`).then(
          () => false,
          () => true,
        );
      await waitFor('an end of accepting', isRefused);
      expect(running.child.exitCode).toBeNull();
      gate.open();
      expect(await underWay).toEqual({ status: 200, body: answer });
      expect(await running.ended).toBe(0);
    } finally {
      gate.open();
    }
  });
});

type PrivateKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

/** A set of one key, and tokens signed with it or with another that has its name. */
async function startKeys() {
  const own = await generateKeyPair('EdDSA');
  const other = await generateKeyPair('EdDSA');
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'k', alg: 'EdDSA', use: 'sig' };
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sign = (key: PrivateKey, issuer: string, audience: string) =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'EdDSA', kid: 'k' })
      .setSubject('ada')
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(key);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    token: (issuer: string, audience: string) => sign(own.privateKey, issuer, audience),
    forged: (issuer: string, audience: string) => sign(other.privateKey, issuer, audience),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
