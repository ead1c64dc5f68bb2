import type { IncomingHttpHeaders } from 'node:http';
import type { RequestVerifier, VerifiedRequest } from '@lectern/request-signing';
import { signatureHeader } from '@lectern/request-signing';

/** What is looked at of a request, whether Fastify has read it or only Node. */
export type RequestAtDoor = {
  readonly headers: IncomingHttpHeaders;
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly body?: unknown;
};

/** What every route of a subgraph passes first. */
export type Door = {
  /**
   * Who sent the request and for whom; throws REQUEST_NOT_SIGNED or REQUEST_SIGNATURE_INVALID. 'stream' where the
   * route does not read the body into memory, so that its hash cannot be compared.
   */
  verify(request: RequestAtDoor, body?: 'stream'): VerifiedRequest;
};

export function createDoor(verify: RequestVerifier): Door {
  return {
    verify(request, body) {
      const header = request.headers[signatureHeader];
      return verify({
        signature: typeof header === 'string' ? header : undefined,
        method: request.method ?? '',
        path: request.url ?? '',
        body: body ?? (Buffer.isBuffer(request.body) ? request.body : undefined),
      });
    },
  };
}
