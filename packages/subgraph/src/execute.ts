import { buildSubgraphSchema, type GraphQLResolverMap } from '@apollo/subgraph';
import { GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import { compileDocument, type ExecuteDocument } from './execution/compile-operation.ts';
import { formatError } from './format-error.ts';
import type { SubgraphOptions, SubgraphRequest } from './start-subgraph.ts';

/** One operation as a gateway sends it. */
export type SubgraphOperation = {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly operationName: string | undefined;
};

/** A response as JSON text; who passes it on need not read it to know whether it has errors. */
export type ExecutedText = { readonly text: string; readonly hasErrors: boolean };

/** Neither rejects: what goes wrong stands in the response. */
export type Executor = {
  execute(operation: SubgraphOperation, request: SubgraphRequest): Promise<ExecutedText>;
  /** The bytes of a body: JSON with `query`, `variables` and `operationName`. */
  executeBody(body: unknown, request: SubgraphRequest): Promise<ExecutedText>;
};

/** A gateway sends the same few hundred documents again and again. */
const documentsMax = 2_000;

/** Executes the operations of signed requests. */
export function createExecutor<Context>(
  options: Pick<SubgraphOptions<Context>, 'typeDefs' | 'resolvers' | 'createContext'>,
): Executor {
  const resolvers = options.resolvers as GraphQLResolverMap;
  const schema = buildSubgraphSchema([{ typeDefs: options.typeDefs, resolvers }]);
  const documents = new LRUCache<string, ExecuteDocument>({ max: documentsMax });

  async function execute(operation: SubgraphOperation, request: SubgraphRequest): Promise<ExecutedText> {
    try {
      const document = readDocument(operation.query, schema, documents);
      if ('errors' in document) return failed(document.errors, request);
      const { variables, operationName } = operation;
      const context = await options.createContext(request);
      const result = await document({ variables, operationName, context });
      return result.errors
        ? failed(result.errors, request, { data: result.data })
        : { text: JSON.stringify(result), hasErrors: false };
    } catch (error) {
      return failed([asGraphError(error)], request);
    }
  }

  return {
    execute,
    async executeBody(body, request) {
      const operation = readOperation(body);
      return operation instanceof GraphQLError ? failed([operation], request) : execute(operation, request);
    },
  };
}

function failed(errors: readonly GraphQLError[], request: SubgraphRequest, rest: object = {}): ExecutedText {
  const formatted = errors.map((error) => formatError(error, request.logger, request.requestId));
  return { text: JSON.stringify({ ...rest, errors: formatted }), hasErrors: true };
}

function readOperation(body: unknown): SubgraphOperation | GraphQLError {
  const parsed: unknown = Buffer.isBuffer(body) ? parseJson(body) : undefined;
  if (typeof parsed !== 'object' || parsed === null || !('query' in parsed) || typeof parsed.query !== 'string') {
    return new GraphQLError('The body must be JSON with a query.', { extensions: { code: 'BAD_REQUEST' } });
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

function asGraphError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError('', { originalError: error instanceof Error ? error : new Error(String(error)) });
}
