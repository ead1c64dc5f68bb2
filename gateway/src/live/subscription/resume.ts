import type { Position } from '@lectern/fanout';
import { objectOf } from '../../operation/operation-request.ts';

/** What a client brings that comes back. */
export type Resume = { readonly position: Position; readonly ticket: string | undefined };

const epochLengthMax = 100;

/** Out of a request's extensions `resume: {epoch, offset, ticket?}`; undefined where there is none that could be one. */
export function readResume(extensions: Readonly<Record<string, unknown>> | undefined): Resume | undefined {
  const { epoch, offset, ticket } = objectOf(extensions?.resume) ?? {};
  if (typeof epoch !== 'string' || epoch.length > epochLengthMax) return undefined;
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0) return undefined;
  return { position: { epoch, offset }, ticket: typeof ticket === 'string' ? ticket : undefined };
}

/** Out of the id of an event, `<epoch>:<offset>`. */
export function readEventId(id: string): Resume | undefined {
  const at = id.lastIndexOf(':');
  return readResume({ resume: { epoch: id.slice(0, at), offset: Number(id.slice(at + 1) || 'none') } });
}
