import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientAddressHeader } from './client-address.ts';

/** What better-auth may see of a request; a `cookie` is the only credential among them. */
const passedHeaders = [
  'accept',
  'accept-language',
  'content-type',
  'cookie',
  'origin',
  'referer',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'user-agent',
];

/** The request as better-auth wants it, at the address the browser used. */
export function toWebRequest(request: FastifyRequest, publicUrl: string, clientAddress: string): Request {
  const headers = new Headers();
  for (const name of passedHeaders) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  if (clientAddress !== 'unknown') headers.set(clientAddressHeader, clientAddress);
  const body = Buffer.isBuffer(request.body) && request.body.length > 0 ? new Uint8Array(request.body) : null;
  return new Request(new URL(request.url, publicUrl), { method: request.method, headers, body });
}

/** Sends better-auth's answer with the cookies in `setCookies` added. */
export async function sendWebResponse(
  reply: FastifyReply,
  response: Response,
  body: string,
  setCookies: readonly string[],
): Promise<FastifyReply> {
  reply.code(response.status);
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie' && name !== 'content-length') reply.header(name, value);
  }
  const cookies = [...response.headers.getSetCookie(), ...setCookies];
  if (cookies.length > 0) reply.header('set-cookie', cookies);
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  return reply.send(body);
}
