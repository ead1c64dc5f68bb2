import type { GraphQLDataSource } from '@apollo/gateway';
import { LecternError } from '@lectern/errors';
import { anonymous } from '@lectern/request-signing';
import { type GraphQLFormattedError, Kind, parse } from 'graphql';
import type { OperationContext, SubgraphQuestion } from '../deps.ts';
import type { SubgraphClient } from './client.ts';

/** The client as `@apollo/gateway`'s executor wants it. A subgraph that fails becomes errors of the fields asked for. */
export function createDataSource(client: SubgraphClient): GraphQLDataSource<OperationContext> {
  return {
    async process(options) {
      const { request } = options;
      const question: SubgraphQuestion = {
        query: request.query ?? '',
        variables: request.variables ?? {},
        operationName: request.operationName,
      };
      if (options.kind !== 'incoming operation') return client.ask(question, nobody);
      const isRoot = (options.pathInIncomingRequest?.length ?? 0) === 0;
      const known = isRoot ? options.context.answerRoot?.(question) : undefined;
      if (known) return { data: known };
      try {
        return await client.ask(question, options.context);
      } catch (error) {
        if (!(error instanceof LecternError)) throw error;
        const { requestId, logger } = options.context;
        if (!options.context.signal?.aborted) {
          logger.warn({ requestId, code: error.code, detail: error.detail, err: error.cause }, 'a subgraph failed');
        }
        return { data: null, errors: placeError(error, question) };
      }
    },
  };
}

const nobody = { viewer: anonymous, requestId: 'none' };

/** One error per field at the root; for entities one at the first of them. */
function placeError(error: LecternError, question: SubgraphQuestion): GraphQLFormattedError[] {
  const about = { message: error.message, extensions: { ...error.facts, code: error.code } };
  if (Array.isArray(question.variables.representations)) return [{ ...about, path: ['_entities', 0] }];
  const operation = parse(question.query).definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [about];
  return operation.selectionSet.selections.map((selection) =>
    selection.kind === Kind.FIELD ? { ...about, path: [(selection.alias ?? selection.name).value] } : about,
  );
}
