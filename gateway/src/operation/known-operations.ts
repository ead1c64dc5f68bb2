import { type DocumentNode, getOperationAST, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { readAuthorization, type Verdict } from '../authorization/read-authorization.ts';
import type { Grants } from '../authorization/requirement.ts';
import { readKeyRisks } from '../execute/key-renames.ts';
import { createTypeConditions } from '../execute/type-conditions.ts';
import type { Generation } from '../supergraph/generation.ts';
import { makeDeferrable } from './deferrable.ts';
import { createKnownOperation, type KnownOperation, type OperationGround } from './known-operation.ts';

/** The operations that were found valid in one generation. */
export type KnownOperations = {
  find(text: string, operationName: string | undefined): KnownOperation | undefined;
  /** Takes in an operation of a valid document; undefined when the document has no such operation. */
  learn(document: DocumentNode, text: string, operationName: string | undefined): KnownOperation | undefined;
  verdictOf(operation: KnownOperation, grants: () => Grants): Verdict;
};

/**
 * Operations kept per generation, by number and by the characters of their documents. With plan, projection and all
 * an operation takes about 200 bytes of memory for each character, so the bounds hold some 200 MB at the most.
 */
const operationsMax = 2_000;
const charactersMax = 1_000_000;

const allowed: Verdict = { isAllowed: true };

/** What was learned in a generation, kept with it. */
export function createOperationBook(): (generation: Generation) => KnownOperations {
  const books = new WeakMap<Generation, KnownOperations>();
  return (generation) => {
    const book = books.get(generation) ?? createKnownOperations(generation);
    books.set(generation, book);
    return book;
  };
}

/** Unambiguous, whatever a client calls a name: a text that only looks like a known one must not pass for it. */
function keyOf(text: string, name: string | undefined): string {
  return name === undefined ? `-:${text}` : `${name.length}:${name}${text}`;
}

function createKnownOperations(generation: Generation): KnownOperations {
  const { apiSchema, document, supergraphSchema } = generation;
  const applies = createTypeConditions(supergraphSchema);
  const authorization = readAuthorization(document, apiSchema);
  const risks = readKeyRisks(document);
  const known = new LRUCache<string, KnownOperation>({
    max: operationsMax,
    maxSize: charactersMax,
    sizeCalculation: (_, key) => key.length + 1,
  });

  return {
    find: (text, operationName) => known.get(keyOf(text, operationName)),
    learn(parsed, text, operationName) {
      const found = known.get(keyOf(text, operationName));
      if (found) return found;
      if (!getOperationAST(parsed, operationName)) return undefined;
      // Kept without its places in the text, which are a fifth of what an operation takes.
      const lean = parse(text, { noLocation: true });
      const operation = getOperationAST(lean, operationName);
      if (!operation) return undefined;
      const within: OperationGround = { generation, applies, authorization, risks };
      const learned = makeDeferrable({ document: lean, operation, text }, (made) =>
        createKnownOperation(within, made.document, made.operation, made.text, operationName),
      );
      known.set(keyOf(text, operationName), learned);
      return learned;
    },
    verdictOf: ({ requirements }, grants) => requirements?.check(grants()) ?? allowed,
  };
}
