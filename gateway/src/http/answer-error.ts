import { httpStatusOf, LecternError } from '@lectern/errors';
import type { Logger } from '@lectern/runtime';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { extensionsOf } from '../operation/mask-error.ts';
import { operationErrors } from '../operation/operation.errors.ts';
import { edgeErrors } from './edge.errors.ts';

/** Statuses that say more than their category does. */
const statusByCode: Readonly<Record<string, number>> = { CONTENT_TYPE_UNSUPPORTED: 415, METHOD_NOT_ALLOWED: 405 };

/** What Fastify refuses, by its codes. */
const byFastifyCode: Readonly<Record<string, Parameters<typeof edgeErrors.make>[0]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'CONTENT_TYPE_UNSUPPORTED',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'BODY_NOT_JSON',
  FST_ERR_CTP_INVALID_JSON_BODY: 'BODY_NOT_JSON',
};

/** Every error outside an operation, in the form of a GraphQL response. */
export function answerError(
  error: FastifyError | LecternError,
  request: FastifyRequest,
  reply: FastifyReply,
  logger: Logger,
): FastifyReply {
  const ours = error instanceof LecternError ? error : translate(error);
  if (ours && ours.category !== 'INTERNAL') {
    const waitMs = ours.facts?.retryAfterMs;
    if (typeof waitMs === 'number') reply.header('retry-after', Math.ceil(waitMs / 1_000));
    return send(reply, statusByCode[ours.code] ?? httpStatusOf(ours.category), ours.message, extensionsOf(ours));
  }
  logger.error({ requestId: request.id, err: error }, 'a request failed');
  const { message } = operationErrors.definitions.INTERNAL_SERVER_ERROR;
  return send(reply, 500, message, { code: 'INTERNAL_SERVER_ERROR', requestId: request.id });
}

function translate(error: FastifyError): LecternError | undefined {
  const code = byFastifyCode[error.code];
  if (code) return edgeErrors.make(code);
  const status = error.statusCode ?? 500;
  return status >= 400 && status < 500 ? edgeErrors.make('REQUEST_MALFORMED') : undefined;
}

function send(reply: FastifyReply, status: number, message: string, extensions: Record<string, unknown>): FastifyReply {
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send({ errors: [{ message, extensions }] });
}
