import { buildSubgraphSchema, type GraphQLResolverMap } from '@apollo/subgraph';
import { GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import { compileDocument, type ExecuteDocument } from './execution/compile-operation.ts';
import { formatError } from './format-error.ts';
import type { SubgraphOptions, SubgraphRequest } from './start-subgraph.ts';

type Operation = {
  readonly query: string;
  readonly variables: Record<string, unknown> | undefined;
  readonly operationName: string | undefined;
};

/** A gateway sends the same few hundred documents again and again. */
const documentsMax = 2_000;

/** Executes the body of a signed request and returns the response as JSON text. */
export function createExecutor<Context>(
  options: Pick<SubgraphOptions<Context>, 'typeDefs' | 'resolvers' | 'createContext'>,
): (body: unknown, request: SubgraphRequest) => Promise<string> {
  const resolvers = options.resolvers as GraphQLResolverMap;
  const schema = buildSubgraphSchema([{ typeDefs: options.typeDefs, resolvers }]);
  const documents = new LRUCache<string, ExecuteDocument>({ max: documentsMax });

  return async (body, request) => {
    const formatted = (errors: readonly GraphQLError[]) =>
      errors.map((error) => formatError(error, request.logger, request.requestId));
    try {
      const operation = readOperation(body);
      const document = readDocument(operation.query, schema, documents);
      if ('errors' in document) return JSON.stringify({ errors: formatted(document.errors) });
      const { variables, operationName } = operation;
      const context = await options.createContext(request);
      const result = await document({ variables, operationName, context });
      return JSON.stringify(result.errors ? { data: result.data, errors: formatted(result.errors) } : result);
    } catch (error) {
      const wrapped = error instanceof GraphQLError ? error : new GraphQLError('', { originalError: asError(error) });
      return JSON.stringify({ errors: formatted([wrapped]) });
    }
  };
}

function readOperation(body: unknown): Operation {
  const parsed: unknown = Buffer.isBuffer(body) ? parseJson(body) : undefined;
  if (typeof parsed !== 'object' || parsed === null || !('query' in parsed) || typeof parsed.query !== 'string') {
    throw new GraphQLError('The body must be JSON with a query.', { extensions: { code: 'BAD_REQUEST' } });
  }
  const { variables, operationName } = parsed as Record<string, unknown>;
  return {
    query: parsed.query,
    variables: typeof variables === 'object' && variables !== null ? (variables as Record<string, unknown>) : undefined,
    operationName: typeof operationName === 'string' ? operationName : undefined,
  };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function readDocument(
  query: string,
  schema: GraphQLSchema,
  cache: LRUCache<string, ExecuteDocument>,
): ExecuteDocument | { readonly errors: readonly GraphQLError[] } {
  const known = cache.get(query);
  if (known) return known;
  const document = parse(query, { noLocation: true });
  const errors = validate(schema, document);
  if (errors.length > 0) return { errors };
  const execute = compileDocument(schema, document);
  cache.set(query, execute);
  return execute;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
