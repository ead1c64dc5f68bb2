import { clientError, LecternRequestError } from '../errors.ts';
import type { PartialResult } from './graph-request.ts';

export type ResponseFacts = { readonly requestId: string | undefined; readonly status: number | undefined };

/** Reads `{data, errors}`; throws RESPONSE_UNREADABLE when it is neither. The data is taken to be of the document's type. */
export function readGraphResult<Data>(body: unknown, facts: ResponseFacts): PartialResult<Data> {
  if (!isRecord(body) || !('data' in body || 'errors' in body)) throw clientError('RESPONSE_UNREADABLE', facts);
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

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
