import { clientError, LecternRequestError } from '../errors.ts';
import type { PartialResult } from './graph-request.ts';

export type ResponseFacts = { readonly requestId: string | undefined; readonly status: number | undefined };

/**
 * Reads `{data, errors}`, taking the data to be of the document's type. Throws when it is neither: with the code of an
 * edge that answered `{code, message}` instead, else RESPONSE_UNREADABLE.
 */
export function readGraphResult<Data>(body: unknown, facts: ResponseFacts): PartialResult<Data> {
  if (!isRecord(body) || !('data' in body || 'errors' in body)) throw unreadable(body, facts);
  const errors = Array.isArray(body.errors) ? body.errors.map((error) => readGraphError(error, facts)) : [];
  // The one place where the graph's contract is trusted: documents and types are generated from the same schema.
  return { data: (body.data ?? null) as Data | null, errors };
}

/** One entry of `errors`; the code and the request id stand in its extensions, the rest of them are facts. */
export function readGraphError(error: unknown, facts: ResponseFacts): LecternRequestError {
  const { message, path, extensions } = isRecord(error) ? error : {};
  const { code, requestId, ...rest } = isRecord(extensions) ? extensions : {};
  return new LecternRequestError({
    code: typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR',
    message: typeof message === 'string' ? message : 'The request failed.',
    path: Array.isArray(path) ? path : [],
    facts: rest,
    requestId: typeof requestId === 'string' ? requestId : facts.requestId,
    status: facts.status,
  });
}

function unreadable(body: unknown, facts: ResponseFacts): LecternRequestError {
  const isRetryable = facts.status === undefined || facts.status === 429 || facts.status >= 500;
  if (!isRecord(body) || typeof body.code !== 'string')
    return clientError('RESPONSE_UNREADABLE', { ...facts, isRetryable });
  const { code, message, ...rest } = body;
  return new LecternRequestError({
    ...facts,
    code,
    message: typeof message === 'string' ? message : code,
    facts: rest,
  });
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
