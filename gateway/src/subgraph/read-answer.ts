import type { GraphQLFormattedError } from 'graphql';
import { edgeErrors } from '../http/edge.errors.ts';
import { subgraphErrors } from './subgraph.errors.ts';

export type SubgraphAnswer = {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  /**
   * The bytes of the whole response, `{"data":…}`, in place of `data`: of a subgraph of our own, which says that there
   * are no errors in it. Only where `passesOn` was asked for.
   */
  readonly whole?: Buffer;
};

/** What came over the wire; `contentType` is known of statuses from 300 on. */
export type SubgraphResponse = { readonly status: number; readonly contentType: string; readonly text: string };

const byteOrderMark = 0xfeff;
const jsonType = /^application\/(graphql-response\+)?json\s*(;|$)/i;

/** By whom a subgraph is asked: with requests of ours that are signed, 401 is about us and not about the viewer. */
export type Asked = { readonly name: string; readonly isSigned: boolean };

/**
 * Reads what came from a subgraph; throws SUBGRAPH_UNAVAILABLE for whatever is not a GraphQL response: a proxy's
 * HTML, half of a JSON text, the wrong shape, a refused signature. A refusal whose JSON names its errors is an answer.
 */
export function readAnswer({ name: subgraph, isSigned }: Asked, response: SubgraphResponse): SubgraphAnswer {
  const { status, contentType, text } = response;
  if (status === 413) throw edgeErrors.make('BODY_TOO_LARGE', { detail: { subgraph } });
  const refuse = (reason: string) =>
    subgraphErrors.make('SUBGRAPH_UNAVAILABLE', { detail: { subgraph, status, reason } });
  const isRefusal = status < 200 || status > 299;
  if (isRefusal && ((isSigned && status === 401) || !jsonType.test(contentType))) throw refuse('status');
  let body: unknown;
  try {
    body = JSON.parse(text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text);
  } catch {
    throw refuse('not JSON');
  }
  if (!isObject(body)) throw refuse('no object');
  const { data } = body;
  // Some servers say null where there are none.
  const errors = body.errors ?? undefined;
  if (data !== undefined && data !== null && !isObject(data)) throw refuse('data is no object');
  if (errors !== undefined && !(Array.isArray(errors) && errors.every(isError))) throw refuse('errors are no errors');
  if (data === undefined && errors === undefined) throw refuse('neither data nor errors');
  if (isRefusal && (errors === undefined || errors.length === 0)) throw refuse('status');
  if (errors === undefined) return data === undefined ? {} : { data };
  const read = errors.map(readError);
  return data === undefined ? { errors: read } : { data, errors: read };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type AnError = Record<string, unknown> & { readonly message: string };

function isError(value: unknown): value is AnError {
  return isObject(value) && typeof value.message === 'string';
}

/**
 * What an error says beside its message is worth less than the answer it came with: a path or extensions of the wrong
 * shape are left out. Locations are those of a text that the client has never seen.
 */
function readError({ message, path, extensions }: AnError): GraphQLFormattedError {
  return { message, ...(isPath(path) && { path }), ...(isObject(extensions) && { extensions }) };
}

function isPath(value: unknown): value is (string | number)[] {
  return Array.isArray(value) && value.every((key) => typeof key === 'string' || (Number.isInteger(key) && key >= 0));
}
