import type { RequestHead } from '@lectern/request-line';
import { type RequestSigner, signatureHeader } from '@lectern/request-signing';
import type { Asking } from './client.ts';

export type RequestWriter = {
  /** What goes over the wire, head and body in one: a string in Latin-1, or bytes where that cannot hold it. */
  http(body: string, asking: Asking): string | Buffer;
  /** The head of a request on a line, as JSON text. */
  lineHead(asking: Asking, withinMs: number): string;
};

/** What a client cannot set by way of a forwarded header: framing, what is said already, and who is asking. */
const reserved = new Set([
  'host',
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'content-length',
  'content-type',
  'content-encoding',
  'accept',
  'accept-encoding',
  'x-request-id',
  'traceparent',
  'tracestate',
  signatureHeader,
]);
const headerName = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;
const namesMax = 1_000;

export function createRequestWriter(name: string, url: URL, sign: RequestSigner | undefined): RequestWriter {
  const path = `${url.pathname}${url.search}`;
  const fixed =
    `POST ${path} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: application/json\r\n` +
    'accept: application/json\r\nx-request-id: ';
  const isForwardable = createNameCheck();

  function http(body: string, asking: Asking): string | Buffer {
    let head = fixed + (headerValue.test(asking.requestId) ? asking.requestId : 'unreadable');
    if (sign) {
      head += `\r\n${signatureHeader}: ${sign({ audience: name, method: 'POST', path, body, viewer: asking.viewer })}`;
    }
    head += header('traceparent', asking.traceparent) + header('tracestate', asking.tracestate);
    const { forwarded } = asking;
    if (forwarded) {
      for (const key in forwarded) if (isForwardable(key)) head += header(key, forwarded[key]);
    }
    const length = Buffer.byteLength(body);
    head += `\r\ncontent-length: ${length}\r\n\r\n`;
    // As many bytes as characters: all of it is ASCII, and a string of one byte per character is written as it is.
    return length === body.length ? head + body : toBytes(head, body, length);
  }

  return { http, lineHead };
}

function lineHead({ requestId, viewer, traceparent, tracestate }: Asking, withinMs: number): string {
  return JSON.stringify({ requestId, viewer, withinMs, traceparent, tracestate } satisfies RequestHead);
}

/** One line; nothing where the value is absent or would break out of its line. */
function header(name: string, value: string | undefined): string {
  return value === undefined || !headerValue.test(value) ? '' : `\r\n${name}: ${value}`;
}

function toBytes(head: string, body: string, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(head.length + length);
  bytes.write(head, 0, 'latin1');
  bytes.write(body, head.length, 'utf8');
  return bytes;
}

/** Names come from configuration, so there are few of them and each is looked at once. */
function createNameCheck(): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    let isGood = known.get(name);
    if (isGood === undefined) {
      isGood = headerName.test(name) && !reserved.has(name);
      if (known.size < namesMax) known.set(name, isGood);
    }
    return isGood;
  };
}
