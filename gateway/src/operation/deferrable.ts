import { type DocumentNode, getOperationAST, type OperationDefinitionNode, print } from 'graphql';
import { LRUCache } from 'lru-cache';
import { expandDefers } from '../execute/defer/expand-defers.ts';
import { findDefers, withoutDefers } from '../execute/defer/find-defers.ts';
import type { KnownOperation } from './known-operation.ts';
import type { Variables } from './variables.ts';

/** An operation as it is run in parts. */
export type DeferredOperation = {
  /** With labels of ours. */
  readonly known: KnownOperation;
  /** The client's labels by ours. */
  readonly labels: ReadonlyMap<string, string | undefined>;
};

export type Deferrable = {
  /** Undefined where, with these variables, nothing is to be deferred. */
  deferredFor(coerced: Variables): DeferredOperation | undefined;
};

type OperationParts = Pick<KnownOperation, 'document' | 'operation' | 'text'>;

/** Sets of values of the variables in `@defer(if:)` whose operations are kept. */
const variantsMax = 32;

/** Makes an operation known, and where it uses `@defer` two: one that is answered whole, and one in parts. */
export function makeDeferrable(parts: OperationParts, make: (parts: OperationParts) => KnownOperation): KnownOperation {
  const variables = findDefers(parts.document);
  if (!variables) return make(parts);
  const whole = withoutDefers(parts.document);
  const variants = new LRUCache<string, { readonly deferred: DeferredOperation | undefined }>({ max: variantsMax });

  function open(holds: (variable: string) => boolean) {
    const labelled = expandDefers(parts.document, parts.operation, holds);
    if (!labelled) return { deferred: undefined };
    const { document, operation, labels } = labelled;
    const known = make({ document, operation, text: print(document) });
    return { deferred: { known, labels } };
  }

  return {
    ...make({ document: whole, operation: operationIn(whole, parts), text: print(whole) }),
    deferrable: {
      deferredFor(coerced) {
        const holds = (variable: string) => coerced[variable] === true;
        const key = variables.map((name) => (holds(name) ? '1' : '0')).join('');
        const variant = variants.get(key) ?? open(holds);
        variants.set(key, variant);
        return variant.deferred;
      },
    },
  };
}

function operationIn(document: DocumentNode, { operation }: OperationParts): OperationDefinitionNode {
  return getOperationAST(document, operation.name?.value) ?? operation;
}
