import {
  defaultPrintOptions,
  operationFromDocument,
  printDirectiveDefinition,
  printSchema,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
} from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';
import { toPlannerSupergraph } from './planner-faults/planner-supergraph.ts';
import { restoreKinds } from './planner-faults/restore-kinds.ts';
import { restoreVariants } from './planner-faults/restore-variants.ts';
import { readKinds } from './planner-faults/uneven-kinds.ts';
import type { SupergraphFacts } from './planning-messages.ts';

export type LoadedSupergraph = {
  readonly facts: SupergraphFacts;
  /** Plans the one operation in `text`; `overrides` are the labels that hold. */
  plan(text: string, overrides: readonly string[]): QueryPlan;
};

/** Connectors are a feature of another router: a supergraph that needs them would be answered wrongly here. */
const features = new Set([...ROUTER_SUPPORTED_SUPERGRAPH_FEATURES].filter((url) => !url.includes('/connect/')));

/**
 * Ways to answer that are held against each other before the best so far is taken; about a tenth of a millisecond each.
 * Fewer would plan faster, but a worse plan costs with every request.
 */
const evaluatedPlansMax = 5_000;

/** Paths to one field. A real supergraph has a few; an operation made to have more is refused. */
const pathsMax = 2_000;

/** Builds schema and planner; throws an Error that says what is wrong with the supergraph. */
export function loadSupergraph(sdl: string): LoadedSupergraph {
  const document = parse(sdl, { noLocation: true });
  const supergraph = Supergraph.build(document, { supportedFeatures: features, validateSupergraph: true });
  const schema = supergraph.apiSchema();
  const kinds = readKinds(document);
  const planned = toPlannerSupergraph(document);
  const forPlanner =
    planned.document === document ? supergraph : Supergraph.build(planned.document, { supportedFeatures: features });
  const plannedSchema = forPlanner === supergraph ? schema : forPlanner.apiSchema();
  const planner = new QueryPlanner(forPlanner, {
    exposeDocumentNodeInFetchNode: false,
    // Finding the client's fragments again in what a subgraph is asked costs most of the planning of operations with
    // many fragments, and saves nothing but the length of a text that the subgraph parses once.
    reuseQueryFragments: false,
    // Entities under a type condition are asked for where the type is that one, and nowhere else.
    typeConditionedFetching: true,
    incrementalDelivery: { enableDefer: true },
    debug: { maxEvaluatedPlans: evaluatedPlansMax, pathsLimit: pathsMax },
  });
  const overrideLabels = overrideLabelsOf(supergraph);
  return {
    facts: {
      apiSdl: [
        printSchema(schema, { ...defaultPrintOptions, mergeTypesAndExtensions: true }),
        printDirectiveDefinition(schema.deferDirective()),
      ].join('\n\n'),
      subgraphs: supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, url })),
      overrideLabels,
    },
    plan(text, overrides) {
      const asked = parse(text, { noLocation: true });
      const operation = operationFromDocument(plannedSchema, asked);
      const overrideConditions = new Map(overrideLabels.map((label) => [label, overrides.includes(label)]));
      const plan = restoreVariants(planner.buildQueryPlan(operation, { overrideConditions }), planned);
      return restoreKinds(plan, asked, kinds);
    },
  };
}

function overrideLabelsOf({ schema }: Supergraph): readonly string[] {
  const applications = schema.directive('join__field')?.applications() ?? [];
  const labels = new Set<string>();
  for (const application of applications) {
    const { overrideLabel } = application.arguments();
    if (typeof overrideLabel === 'string') labels.add(overrideLabel);
  }
  return [...labels].sort();
}
