import type { FetchDataRewrite, FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { describe, expect, it } from '@jest/globals';
import { OperationTypeNode } from 'graphql';
import { restoreVariants } from './restore-variants.ts';

const names = { services: new Map([['shipping__part1', 'shipping']]), fields: new Map([['price__v1', 'price']]) };

function fetchOf(changes: Partial<FetchNode> = {}): FetchNode {
  return {
    kind: 'Fetch',
    serviceName: 'shipping__part1',
    operation: '{parcel{id price__v1(currency:"EUR")}}',
    operationName: undefined,
    operationKind: OperationTypeNode.QUERY,
    ...changes,
  };
}

const restored = { serviceName: 'shipping', operation: '{parcel{id price__v1:price(currency:"EUR")}}' };

describe('a plan translated back', () => {
  const nodes: Readonly<Record<string, (fetch: FetchNode) => PlanNode>> = {
    alone: (fetch) => fetch,
    'in a sequence': (fetch) => ({ kind: 'Sequence', nodes: [fetch] }),
    'at the same time as others': (fetch) => ({ kind: 'Parallel', nodes: [fetch] }),
    'below a path': (fetch) => ({ kind: 'Flatten', path: ['a', '@'], node: fetch }),
    'under a condition': (fetch) => ({ kind: 'Condition', condition: 'c', ifClause: fetch }),
    'under a condition that does not hold': (fetch) => ({ kind: 'Condition', condition: 'c', elseClause: fetch }),
    'before what is deferred': (fetch) => ({ kind: 'Defer', primary: { node: fetch }, deferred: [] }),
    deferred: (fetch) => ({
      kind: 'Defer',
      primary: {},
      deferred: [{ depends: [], queryPath: [], label: 'd', node: fetch }],
    }),
  };
  it.each(Object.entries(nodes))('has its fetches right: %s', (_name, wrap) => {
    const fetch = fetchOf();
    restoreVariants({ kind: 'QueryPlan', node: wrap(fetch) }, names);
    expect(fetch).toMatchObject(restored);
  });

  it('has the fetches of a subscription right', () => {
    const [primary, rest] = [fetchOf(), fetchOf()];
    restoreVariants({ kind: 'QueryPlan', node: { kind: 'Subscription', primary, rest } }, names);
    expect([primary, rest]).toMatchObject([restored, restored]);
  });

  const operations: Readonly<Record<string, readonly [operation: string, expected: string]>> = {
    'an alias of the client': ['{parcel{a:price__v1(c:1)}}', '{parcel{a:price(c:1)}}'],
    'a field of another name': ['{parcel{price__v10}}', '{parcel{price__v10}}'],
    'nothing to translate': ['{ parcel { id } }', '{ parcel { id } }'],
  };
  it.each(Object.entries(operations))('leaves %s as it is', (_name, [operation, expected]) => {
    const fetch = fetchOf({ operation });
    restoreVariants({ kind: 'QueryPlan', node: fetch }, names);
    expect(fetch.operation).toBe(expected);
  });

  it('gives a subgraph what it requires by its real name, at any depth, after what is rewritten already', () => {
    const before: FetchDataRewrite = { kind: 'ValueSetter', path: ['__typename'], setValueTo: 'Parcel' };
    const fetch = fetchOf({
      requires: [
        {
          kind: 'InlineFragment',
          typeCondition: 'Parcel',
          selections: [
            { kind: 'Field', name: 'id' },
            { kind: 'Field', name: 'price__v1' },
            { kind: 'Field', name: 'in', selections: [{ kind: 'Field', name: 'price__v1' }] },
          ],
        },
      ],
      inputRewrites: [before],
    });
    restoreVariants({ kind: 'QueryPlan', node: fetch }, names);
    expect(fetch.inputRewrites).toEqual([
      before,
      { kind: 'KeyRenamer', path: ['price__v1'], renameKeyTo: 'price' },
      { kind: 'KeyRenamer', path: ['in', 'price__v1'], renameKeyTo: 'price' },
    ]);
  });

  it('is not looked at where there is nothing to translate', () => {
    const plan: QueryPlan = { kind: 'QueryPlan', node: fetchOf() };
    expect(restoreVariants(plan, { services: new Map(), fields: new Map() }).node).toEqual(fetchOf());
  });
});
