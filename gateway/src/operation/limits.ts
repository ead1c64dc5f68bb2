import { type DocumentNode, Kind, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { OperationLimits } from '../config.ts';
import { checkLimits } from './check-limits.ts';
import type { KnownOperation } from './known-operation.ts';
import { pageArguments } from './measure-operation.ts';
import type { Variables } from './variables.ts';

/** Throws the error of the first limit that an operation breaks with these variables. */
export type LimitCheck = (operation: KnownOperation, variables: Variables) => void;

/** Sets of page sizes whose outcome is kept per operation. */
const outcomesMax = 16;
const passed = true;

/** What an operation costs depends on its page sizes alone: it is measured once for each set of them. */
export function createLimitCheck(limits: OperationLimits): LimitCheck {
  const known = new WeakMap<KnownOperation, { sizes: readonly string[]; outcomes: LRUCache<string, typeof passed> }>();

  function open(operation: KnownOperation) {
    const opened = {
      sizes: pageVariables(operation.document),
      outcomes: new LRUCache<string, typeof passed>({ max: outcomesMax }),
    };
    known.set(operation, opened);
    return opened;
  }

  return (operation, variables) => {
    const { sizes, outcomes } = known.get(operation) ?? open(operation);
    const key = sizes.length === 0 ? '' : JSON.stringify(sizes.map((name) => variables[name]));
    if (outcomes.get(key)) return;
    const { generation, document } = operation;
    checkLimits(limits, generation.apiSchema, document, operation.operation, variables);
    outcomes.set(key, passed);
  };
}

function pageVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Argument({ name, value }) {
      if (value.kind === Kind.VARIABLE && pageArguments.includes(name.value)) names.add(value.name.value);
    },
  });
  return [...names];
}
