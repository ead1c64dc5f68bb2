import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createTopicPublisher } from '@lectern/fanout';
import { createLogger } from '@lectern/runtime';
import { waitFor } from '@lectern/testing';
import { closeCodes } from '../src/live/close-codes.ts';
import { codesOf, startTestGateway } from './_gateway.ts';
import { admittedSocket } from './_socket.ts';
import { composeSolarSystem } from './_solar-system.ts';

const query = '{ planet(id: "earth") { name } }';
const withRings = composeSolarSystem('extend type Planet { rings: Int }');

describe('a supergraph file that changes', () => {
  it('takes over without a failed request; subscriptions go on, and those that cannot are told to come back', async () => {
    const comets = 'extend type Subscription { comet(id: ID!): Planet @live(topic: "comet.{id}", snapshot: "planet") }';
    await using gateway = await startTestGateway({}, { files: { 'supergraph.graphql': composeSolarSystem(comets) } });
    await using publisher = await createTopicPublisher({
      redisUrl: gateway.redis.url,
      prefix: gateway.redis.prefix,
      logger: createLogger('test', { level: 'silent', format: 'json' }),
    });
    expect(codesOf(await gateway.ask('{ planet(id: "earth") { rings } }'))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    await using stays = await admittedSocket(gateway.url);
    await using goes = await admittedSocket(gateway.url);
    const follow = (field: string) => ({
      type: 'subscribe',
      id: '1',
      payload: { query: `subscription { ${field}(id: "earth") { name } }` },
    });
    for (const [socket, field] of [
      [stays, 'planetChanged'],
      [goes, 'comet'],
    ] as const) {
      socket.send(follow(field));
      expect(await socket.next()).toMatchObject({ payload: { data: { [field]: { name: 'Earth' } } } });
    }
    const slow = gateway.ask('{ slow(ms: 600) }');
    await writeFile(join(gateway.folder, 'supergraph.graphql'), withRings);
    await waitFor('the new field', async () => {
      expect((await gateway.ask(query)).data).toEqual({ planet: { name: 'Earth' } });
      return !codesOf(await gateway.ask('{ planet(id: "earth") { rings } }')).includes('GRAPHQL_VALIDATION_FAILED');
    });
    expect(await slow).toEqual({ data: { slow: 'done' } });
    expect((await goes.closed).code).toBe(closeCodes.SCHEMA_CHANGED.code);
    await publisher.publish('planet.earth.changed', { __typename: 'Planet', id: 'earth', name: 'Gaia' });
    expect(await stays.next()).toMatchObject({ payload: { data: { planetChanged: { name: 'Gaia' } } } });
  });

  const bad: readonly (readonly [string, string])[] = [
    ['is no GraphQL', 'type Query {'],
    ['is no supergraph', 'type Query { a: Int }'],
    ['is empty', ''],
    ['has a live field without its snapshot', composeSolarSystem().replace('snapshot: "planet"', 'snapshot: "comet"')],
    [
      'has a topic with an unknown argument',
      composeSolarSystem().replace('planet.{id}.changed', 'planet.{name}.changed'),
    ],
    [
      'has a subscription of which nobody says how to serve it',
      composeSolarSystem().replace(/@live\(topic: "orbit[^)]*\)/, ''),
    ],
  ];
  it.each(bad)('is refused when it %s, and the old one stays', async (_name, sdl) => {
    await using gateway = await startTestGateway();
    const path = join(gateway.folder, 'supergraph.graphql');
    await writeFile(path, sdl);
    // Good again afterwards: by the time this one has been taken over, the bad one has been read or passed over.
    expect((await gateway.ask(query)).data).toEqual({ planet: { name: 'Earth' } });
    await waitFor('the bad one to be read', async () => (await gateway.ask(query)).data !== undefined);
    await writeFile(path, withRings);
    await waitFor('the good one', async () => {
      expect((await gateway.ask(query)).data).toEqual({ planet: { name: 'Earth' } });
      return !codesOf(await gateway.ask('{ planet(id: "earth") { rings } }')).includes('GRAPHQL_VALIDATION_FAILED');
    });
  });

  it.each(bad)('does not even start one that %s', async (_name, sdl) => {
    await expect(startTestGateway({}, { files: { 'supergraph.graphql': sdl } })).rejects.toThrow();
  });
});
