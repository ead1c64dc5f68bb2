import { composeServices } from '@apollo/composition';
import { isSignedIn, type Viewer } from '@lectern/request-signing';
import { createLogger, createMetrics } from '@lectern/runtime';
import { startSubgraph } from '@lectern/subgraph';
import { testSigningSecret } from '@lectern/testing';
import { parse } from 'graphql';

/** Another made-up graph, with live fields of every shape: a port, the registry of its ships, and the weather. */
const link = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@inaccessible", "@composeDirective"])
    @link(url: "https://lectern.dev/live/v1.0", import: ["@live", "@sameForEveryone"])
    @composeDirective(name: "@live")
    @composeDirective(name: "@sameForEveryone")
  directive @live(topic: String!, snapshot: String!, scope: String! = "SHARED", skips: Boolean! = true) on FIELD_DEFINITION
  directive @sameForEveryone on FIELD_DEFINITION
`;

const portSdl = `${link}
  type Query {
    berth(quay: ID!, number: Int!): Berth
    tide: Tide
    signal(code: ID!): Tide
    logLine(watch: Watch! = DAY): LogLine
    pilotage(shipId: ID!): Pilotage
  }
  type Subscription {
    berthChanged(quay: ID!, number: Int!): Berth @live(topic: "berth.{quay}.{number}", snapshot: "berth")
    berthPainted(quay: ID!, number: Int!): Berth @live(topic: "paint.{quay}.{number}", snapshot: "berth")
    signalled(code: ID!): Tide @live(topic: "signal.{code}", snapshot: "signal")
    tideTurned: Tide @live(topic: "tide", snapshot: "tide")
    logWritten(watch: Watch! = DAY): LogLine @live(topic: "log.{watch}", snapshot: "logLine", skips: false)
    myPilotage(shipId: ID!): Pilotage @live(topic: "pilotage.{shipId}", snapshot: "pilotage", scope: "VIEWER")
  }
  enum Watch { DAY NIGHT }
  type Berth { quay: ID! number: Int! depth: Float! occupant: Occupant craft: Craft seenBy: String shade(at: Int): String room(of: Int): Int @sameForEveryone }
  union Occupant = Ship | Crane
  interface Craft { id: ID! }
  type Crane { liftTons: Int! }
  type Ship implements Craft @key(fields: "id") { id: ID! }
  type Tug implements Craft @key(fields: "id") { id: ID! power: Int! }
  type Company @key(fields: "id") { id: ID! quays: Int @sameForEveryone debts: Int }
  type Tide { height: Float! isRising: Boolean! }
  type LogLine { at: Int! text: String! }
  type Pilotage { ship: Ship! pilot: String! askedBy: String! }
`;

const registrySdl = `${link}
  type Query { shipCount: Int! }
  interface Craft { id: ID! name: String! }
  type Ship implements Craft @key(fields: "id") @key(fields: "imo") {
    id: ID!
    imo: ID!
    name: String! @sameForEveryone
    flag: Flag @sameForEveryone
    owner: Company @sameForEveryone
    insurance: String
    length: Float @sameForEveryone
    draught: Float
    tonnage: Float @inaccessible @sameForEveryone
    rating: Float @inaccessible
  }
  type Tug implements Craft @key(fields: "id") @key(fields: "call") {
    id: ID!
    call: ID! @sameForEveryone
    name: String! @sameForEveryone
  }
  type Flag { country(language: String = "en"): String! @sameForEveryone tax: String }
  type Company @key(fields: "id") { id: ID! name: String! @sameForEveryone }
`;

const weatherSdl = `${link}
  type Query { wind: Float! @sameForEveryone }
  type Ship @key(fields: "imo") { imo: ID! waves: Float @sameForEveryone }
  type Tug @key(fields: "call") { call: ID! waves: Float @sameForEveryone }
`;

const duesSdl = `${link}
  type Query { tariff: Int! }
  type Ship @key(fields: "id") {
    id: ID!
    length: Float @external
    draught: Float @external
    tonnage: Float @external
    rating: Float @external
    mooring: Float @requires(fields: "length") @sameForEveryone
    clearance: Float @requires(fields: "draught") @sameForEveryone
    dues: Float @requires(fields: "tonnage") @sameForEveryone
    premium: Float @requires(fields: "rating") @sameForEveryone
  }
`;

let composed: string | undefined;

export function composeHarbour(): string {
  if (composed !== undefined) return composed;
  const services = { port: portSdl, registry: registrySdl, weather: weatherSdl, dues: duesSdl };
  const result = composeServices(
    Object.entries(services).map(([name, sdl]) => ({ name, typeDefs: parse(sdl), url: `http://${name}.invalid/` })),
  );
  if (result.errors) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  composed = result.supergraphSdl;
  return composed;
}

type Context = { readonly viewer: Viewer };

export type Harbour = AsyncDisposable & {
  readonly urls: Readonly<Record<string, string>>;
  /** How often each subgraph was asked. */
  readonly asked: Record<string, number>;
  /** Ships of which no name can be had at the moment. */
  readonly nameless: Set<string>;
};

export async function startHarbour(): Promise<Harbour> {
  await using stack = new AsyncDisposableStack();
  const asked: Record<string, number> = {};
  const logger = createLogger('harbour', { level: 'silent', format: 'json' });
  const serve = async (name: string, sdl: string, resolvers: Record<string, unknown>) => {
    asked[name] = 0;
    const service = stack.use(
      await startSubgraph<Context>({
        name,
        typeDefs: parse(sdl),
        resolvers,
        signingSecret: testSigningSecret,
        host: '127.0.0.1',
        port: 0,
        logger,
        metrics: createMetrics(name),
        checks: {},
        createContext({ viewer }) {
          asked[name] = (asked[name] ?? 0) + 1;
          return { viewer };
        },
      }),
    );
    return [name, service.url] as const;
  };
  const urls = Object.fromEntries([
    await serve('port', portSdl, port),
    await serve('registry', registrySdl, registry),
    await serve('weather', weatherSdl, weather),
    await serve('dues', duesSdl, dues),
  ]);
  const resources = stack.move();
  return { urls, asked, nameless, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

const nameless = new Set<string>();
const nameOf = (viewer: Viewer) => (isSignedIn(viewer) ? viewer.id : 'nobody');
const byId = { __resolveReference: (reference: object) => reference };
const typeOf = { __resolveType: ({ __typename }: { readonly __typename: string }) => __typename };

const port = {
  Query: {
    berth: (_: unknown, { quay, number }: { quay: string; number: number }) =>
      quay === 'none'
        ? null
        : { quay, number, depth: 12.5, occupant: { __typename: 'Crane', liftTons: 40 }, craft: null },
    tide: () => ({ height: 1.5, isRising: true }),
    signal: () => ({ height: 1.5, isRising: true }),
    logLine: (_: unknown, { watch }: { watch: string }) => ({ at: 0, text: `the ${watch} watch begins` }),
    pilotage: (_: unknown, { shipId }: { shipId: string }, { viewer }: Context) =>
      isSignedIn(viewer) ? { ship: { id: shipId }, pilot: 'Nemo', askedBy: viewer.id } : null,
  },
  Berth: { seenBy: (_: unknown, _args: unknown, { viewer }: Context) => nameOf(viewer) },
  Occupant: typeOf,
  Craft: typeOf,
  Company: { ...byId, quays: () => 3, debts: () => 100 },
};

const registry = {
  Query: { shipCount: () => 2 },
  Craft: typeOf,
  Ship: {
    __resolveReference: ({ id, imo }: { id?: string; imo?: string }) => ({ id: id ?? imo?.slice(4) }),
    imo: ({ id }: { id: string }) => `imo-${id}`,
    name({ id }: { id: string }) {
      if (nameless.has(id)) throw new Error('the register is being bound');
      return `MS ${id}`;
    },
    flag: () => ({}),
    owner: () => ({ id: 'line' }),
    insurance: (_: unknown, _args: unknown, { viewer }: Context) => `as ${nameOf(viewer)} may know`,
    length: () => 200,
    draught: () => 9,
    tonnage: () => 50,
    rating: () => 5,
  },
  Tug: { ...byId, call: ({ id }: { id: string }) => `call-${id}`, name: ({ id }: { id: string }) => `Tug ${id}` },
  Flag: {
    country: (_: unknown, { language }: { language: string }) => `Norway (${language})`,
    tax: (_: unknown, _args: unknown, { viewer }: Context) => `of ${nameOf(viewer)}`,
  },
  Company: { ...byId, name: () => 'The Line' },
};

const weather = {
  Query: { wind: () => 6 },
  Ship: { ...byId, waves: () => 2 },
  Tug: { ...byId, waves: () => 1 },
};

const dues = {
  Query: { tariff: () => 4 },
  Ship: {
    ...byId,
    mooring: ({ length }: { length: number }) => length * 2,
    clearance: ({ draught }: { draught: number }) => 12 - draught,
    dues: ({ tonnage }: { tonnage: number }) => tonnage * 4,
    premium: ({ rating }: { rating: number }) => rating * 10,
  },
};
