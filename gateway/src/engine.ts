import type { RequestSigner } from '@lectern/request-signing';
import type { Logger } from '@lectern/runtime';
import { parse } from 'graphql';
import type { GatewayConfig } from './config.ts';
import type { GatewayMetrics } from './events.ts';
import { planningReplaced } from './events.ts';
import { type GraphServer, startGraphServer } from './operation/graph-server.ts';
import { createOperationBook } from './operation/known-operations.ts';
import { createOperationRunner } from './operation/operation-runner.ts';
import type { RateLimiter } from './operation/rate-limits.ts';
import { startPlanning } from './plan/planning.ts';
import { createSubgraphClients, type SubgraphClients, type SubgraphPlaces } from './subgraph/clients.ts';
import { createSupergraphText } from './supergraph/sources/create-text.ts';
import { openSupergraph, type SupergraphSource } from './supergraph/supergraph-source.ts';
import type { TracesConfig } from './telemetry/tracer.ts';

export type EngineOptions = {
  readonly supergraph: GatewayConfig['supergraph'];
  readonly subgraphs: GatewayConfig['subgraphs'] & SubgraphPlaces;
  readonly operations: Pick<GatewayConfig['operations'], 'limits' | 'areOpen' | 'isIntrospectable'>;
  readonly isProduction: boolean;
  /** See `GraphServerDeps`. */
  readonly preventsCsrf: boolean;
  /** Texts of operations that are sure to come. */
  readonly expected: Iterable<string>;
  /** Undefined signs nothing. */
  readonly sign: RequestSigner | undefined;
  readonly rateLimiter: RateLimiter;
  /** Undefined traces nothing. */
  readonly traces: TracesConfig | undefined;
  readonly metrics: GatewayMetrics;
  readonly logger: Logger;
};

/** What makes a gateway of a supergraph: plans, execution, subgraphs. It needs no other service. */
export type Engine = AsyncDisposable & {
  readonly supergraph: SupergraphSource;
  readonly clients: SubgraphClients;
  readonly graph: GraphServer;
};

export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { sign, metrics, logger, traces } = options;
  await using stack = new AsyncDisposableStack();
  // Loaded only where it is used: it takes time to start and memory to keep.
  const tracer = traces && stack.use((await import('./telemetry/start-tracer.ts')).startTracer(traces, logger));
  const planning = stack.use(startPlanning({ onReplaced: (reason) => planningReplaced(logger, reason) }));
  const operationsOf = createOperationBook();
  const supergraph = stack.use(
    await openSupergraph({
      text: createSupergraphText(options.supergraph, { planning, sign }),
      planning,
      logger,
      planEvents: metrics.plans,
      warmDocuments: [...options.expected].map((text) => ({ text })),
      async onWarm(generation, operations) {
        const book = operationsOf(generation);
        for (const { text, operationName } of operations) {
          await book.learn(parse(text), text, operationName)?.compiledFor({ isAllowed: true }, [], {});
        }
      },
    }),
  );
  const { urls, endpoints, timeouts, ...shared } = options.subgraphs;
  const clients = stack.use(
    createSubgraphClients(
      { urls, endpoints, timeouts },
      {
        ...shared,
        sign,
        onAnswered: metrics.subgraphAnswered,
        onShared: metrics.subgraphShared,
        onRetried: metrics.subgraphRetried,
      },
    ),
  );
  metrics.watchSubgraphs(clients.all);
  const runner = createOperationRunner({
    operationsOf,
    clientsOf: clients.clientsOf,
    generationOf: supergraph.generationOf,
    random: Math.random,
  });
  const graph = stack.use(
    await startGraphServer({
      config: options.operations,
      isProduction: options.isProduction,
      preventsCsrf: options.preventsCsrf,
      gateway: supergraph.gateway(runner.executor),
      runner,
      operationsOf,
      generation: supergraph.current,
      logger,
      metrics,
      rateLimiter: options.rateLimiter,
      tracer,
    }),
  );
  const running = stack.move();
  return { supergraph, clients, graph, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
