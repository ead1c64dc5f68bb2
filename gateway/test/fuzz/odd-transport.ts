import type { Random } from '../differential/random.ts';

/** Bytes in the place of a response, and what becomes of the connection afterwards. */
export type OddResponse = { readonly bytes: string; readonly after: 'close' | 'reset' | 'stay' };

const json = 'content-type: application/json\r\n';

type Make = (body: string, random: Random) => OddResponse;

const whole = (head: string, body: string) => `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const page = '<!doctype html><title>502 Bad Gateway</title>';

const responses: readonly Make[] = [
  () => ({ bytes: '', after: 'close' }),
  () => ({ bytes: '', after: 'reset' }),
  (_, random) => ({
    bytes: whole(`HTTP/1.1 ${random.pick([200, 500, 502, 503])} Odd\r\ncontent-type: text/html\r\n`, page),
    after: 'stay',
  }),
  (body, random) => ({
    bytes: whole(`HTTP/1.1 ${random.pick([201, 204, 301, 304, 400, 401, 413, 500, 999, 42])} Odd\r\n${json}`, body),
    after: 'close',
  }),
  (body, random) => ({
    bytes: whole(
      `HTTP/1.1 200 OK\r\ncontent-type: ${random.pick(['text/plain', 'image/png', '', 'application/json; charset=utf-7'])}\r\n`,
      body,
    ),
    after: 'stay',
  }),
  (body) => ({
    bytes: whole(
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\nHTTP/1.1 200 OK\r\n${json}`,
      body,
    ),
    after: 'stay',
  }),
  () => ({ bytes: 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(500), after: 'close' }),
  () => ({ bytes: `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n`, after: 'stay' }),
  (body) => ({ bytes: whole(`HTTP/1.1 200 OK\r\n${json}`, body) + body, after: 'close' }),
  (body) => ({ bytes: `${whole(`HTTP/1.1 200 OK\r\n${json}`, body)}HTTP/1.1 200 OK\r\n\r\n`, after: 'stay' }),
  (body, random) => ({
    bytes: whole(`HTTP/1.1 200 OK\r\n${json}`, body).slice(0, random.below(body.length + 60)),
    after: random.pick(['close', 'reset']),
  }),
  (body) => ({ bytes: `HTTP/1.1 200 OK\r\n${json}content-length: ${body.length + 10}\r\n\r\n${body}`, after: 'close' }),
  (body) => ({
    bytes: `HTTP/1.1 200 OK\r\n${json}content-length: 1\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    after: 'close',
  }),
  (body, random) => ({
    bytes: `HTTP/1.1 200 OK\r\n${json}content-length: ${random.pick(['-1', 'x', '1e9', '99999999999', ''])}\r\n\r\n${body}`,
    after: 'close',
  }),
  (body) => ({ bytes: `HTTP/1.1 200 OK\r\n${json}\r\n${body}`, after: 'close' }),
  (body) => ({
    bytes: `HTTP/1.1 200 OK\r\n${json}transfer-encoding: chunked\r\n\r\n${chunk(body)}0\r\n\r\n`,
    after: 'stay',
  }),
  (body) => ({ bytes: `HTTP/1.1 200 OK\r\n${json}transfer-encoding: chunked\r\n\r\n${chunk(body)}`, after: 'close' }),
  (body) => ({
    bytes: `HTTP/1.1 200 OK\r\n${json}transfer-encoding: chunked\r\n\r\nxyz\r\n${body}\r\n0\r\n\r\n`,
    after: 'close',
  }),
  (body) => ({
    bytes: `HTTP/1.1 200 OK\r\n${json}transfer-encoding: chunked\r\n\r\nfffffffff\r\n${body}`,
    after: 'close',
  }),
  (body) => ({
    bytes: `HTTP/1.1 200 OK\r\n${json}transfer-encoding: chunked\r\ncontent-length: 3\r\n\r\n${chunk(body)}0\r\n\r\n`,
    after: 'close',
  }),
  (body) => ({ bytes: `HTTP/1.1 200 OK\r\n${json}transfer-encoding: gzip\r\n\r\n${body}`, after: 'close' }),
  (body) => ({ bytes: whole(`HTTP/1.1 200 OK\r\n${json}content-encoding: gzip\r\n`, body), after: 'stay' }),
  (body) => ({ bytes: whole(`HTTP/1.1 200 OK\r\n${'x-long: '.padEnd(70_000, 'y')}\r\n`, body), after: 'close' }),
  (body) => ({ bytes: whole(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(3_000)}`, body), after: 'close' }),
  (body) => ({ bytes: whole(`HTTP/1.0 200 OK\r\n${json}`, body), after: 'close' }),
  (body) => ({ bytes: whole(`HTTP/1.1 200 OK\r\nno colon here\r\n${json}`, body), after: 'close' }),
  (body) => ({ bytes: whole('ICY 200 OK\r\n', body), after: 'close' }),
  () => ({ bytes: '\r\n\r\n\u0000\u0001\u0002 no HTTP', after: 'close' }),
];

/** A response that no server should send, around a body that may be right. */
export function oddTransport(body: string, random: Random): OddResponse {
  return random.pick(responses)(body, random);
}
