import type { FastifyReply } from 'fastify';
import type { AnswerInParts, OperationContext } from '../deps.ts';
import type { Writing } from '../execute/defer/payloads.ts';
import type { GraphServer } from '../operation/graph-server.ts';
import { multipartBody, multipartType, type TextPart } from './multipart.ts';

/** Sends an answer in parts; `first` is the JSON text of the first one as a whole answer would be. */
export function sendParts(
  reply: FastifyReply,
  first: string,
  context: OperationContext,
  { graph }: { readonly graph: Pick<GraphServer, 'formatErrors'> },
): FastifyReply {
  const { parts } = context;
  if (!parts) throw new Error('the client takes no parts');
  const { labels } = parts.rest ?? {};
  const writing: Writing = {
    labelOf: (label) => labels?.get(label),
    format: (errors) => graph.formatErrors(errors, context),
  };
  return reply
    .header('content-type', multipartType(parts.format.parameter))
    .send(multipartBody(textParts(first, parts, writing)));
}

async function* textParts(first: string, { format, rest }: AnswerInParts, writing: Writing): AsyncGenerator<TextPart> {
  if (!rest) return;
  const { pending, rest: deliveries } = rest.executed;
  const more = JSON.stringify(format.first(pending, writing));
  yield { text: `${first.slice(0, -1)},${more.slice(1)}`, hasNext: pending.length > 0 };
  for await (const delivery of deliveries) {
    yield { text: JSON.stringify(format.next(delivery, writing)), hasNext: delivery.hasNext };
  }
}
