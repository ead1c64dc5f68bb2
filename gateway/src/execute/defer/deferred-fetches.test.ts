import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { expect, it } from '@jest/globals';
import { compilePlan } from '../compile-plan.ts';
import { startRun } from '../execute-operation.ts';
import { runStep } from '../run-plan.ts';
import { createDeferredFetches } from './deferred-fetches.ts';

const fetchOf = (id: string): FetchNode => ({
  kind: 'Fetch',
  id,
  serviceName: id,
  operation: `{ ${id} }`,
  operationName: undefined,
  operationKind: 'query' as FetchNode['operationKind'],
});

/** First `at`; later, when that is there, `node` under a label. */
const deferring = (at: string, label: string, node: PlanNode): PlanNode => ({
  kind: 'Defer',
  primary: { subselection: '{}', node: fetchOf(at) },
  deferred: [{ depends: [{ id: at }], label, queryPath: [], node }],
});

it('parts that build on a fetch which fails for a reason of ours are over all the same', async () => {
  const node = deferring('first', 'outer', deferring('broken', 'inner', fetchOf('last')));
  const plan = compilePlan({ kind: 'QueryPlan', node }, () => true);
  const fetches = createDeferredFetches(async (run, { step }) => {
    if (step) await runStep(run, step);
  });
  const run = startRun(
    { plan, clientKeys: undefined },
    {
      variables: {},
      coerced: {},
      async ask({ service }) {
        if (service === 'broken') throw new Error('a fault of ours');
        return { data: { [service]: true } };
      },
      defer: fetches.begin,
      onFetched: fetches.fetched,
    },
  );
  if (plan.step) await runStep(run, plan.step);
  while (!(fetches.isOver('outer') && fetches.isOver('inner'))) await fetches.changed();
  expect(fetches.errorsOf('outer').map(({ message }) => message)).toEqual(['a fault of ours']);
}, 10_000);
