import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { anyone, hello, helloData, helloText, response, startClient, startRawServer } from './_raw-server.ts';

const query = '{"query":"{ hello }"}';
const chunks = (...parts: readonly string[]) =>
  `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${parts
    .map((part) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`)
    .join('')}0\r\n\r\n`;
const long = JSON.stringify({ data: { hello: 'täglich 日本 🎉 '.repeat(4_000) } });

/** Asks twice, so that what is left over of the first response would meet the second. */
async function askTwice(
  first: string | Buffer,
  options: { readonly ends?: boolean; readonly bytewise?: boolean } = {},
) {
  await using server = await startRawServer(({ socket, number }) => {
    if (number > 1) socket.write(hello);
    else if (options.bytewise) void writeBytewise(socket.write.bind(socket), Buffer.from(first));
    else if (options.ends) socket.end(first);
    else socket.write(first);
  });
  const { client, told } = startClient(server.url);
  await using _ = client;
  const one = await client.send(query, 'mutation', anyone).catch((error: unknown) => error);
  const two = await client.send(query, 'mutation', anyone);
  return { one, two, connections: server.connections(), told };
}

async function writeBytewise(write: (bytes: Buffer, done: () => void) => unknown, bytes: Buffer): Promise<void> {
  for (const byte of bytes) {
    await new Promise<void>((resolve) => write(Buffer.from([byte]), resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a response is read', () => {
  it.each<readonly [string, string, boolean, number]>([
    ['with a length', hello, false, 1],
    ['with names in capitals', hello.toUpperCase().replace(/\{.*/s, helloText), false, 1],
    ['with a status and no reason', hello.replace('200 OK', '200'), false, 1],
    ['in chunks', chunks(helloText.slice(0, 9), helloText.slice(9)), false, 1],
    [
      'in chunks with extensions and trailers',
      chunks(helloText)
        .replace('\r\n{', ';a=b\r\n{')
        .replace(/0\r\n\r\n$/, '0\r\nx: y\r\nz: 1\r\n\r\n'),
      false,
      1,
    ],
    ['after interim responses', `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nlink: x\r\n\r\n${hello}`, false, 1],
    ['up to the end of the connection', `HTTP/1.1 200 OK\r\n\r\n${helloText}`, true, 2],
    ['of HTTP/1.0, whose connection ends', hello.replace('1.1', '1.0'), true, 2],
    [
      'of HTTP/1.0, whose connection stays',
      hello.replace('1.1 200 OK', '1.0 200 OK\r\nconnection: keep-alive'),
      false,
      1,
    ],
    ['whose connection shall not be used again', response(helloText, ['connection: close']), false, 2],
    ['whose connection shall not be used again, among others', response(helloText, ['connection: x, Close']), false, 2],
    ['with more behind it than there should be', `${hello}HTTP/1.1 200 OK\r\n`, false, 2],
    ['that says there are no errors', response('{"data":{"hello":"there"},"errors":null}'), false, 1],
    ['with a mark of its byte order', response(`\ufeff${helloText}`), false, 1],
  ])('%s', async (_name, text, ends, connections) => {
    expect(await askTwice(text, { ends })).toMatchObject({ one: helloData, two: helloData, connections });
  });

  it.each([
    ['with a length', response(helloText, ['keep-alive: timeout=60'])],
    ['in chunks', chunks(helloText.slice(0, 5), helloText.slice(5))],
    ['after an interim response', `HTTP/1.1 100 Continue\r\n\r\n${hello}`],
  ])('%s when it comes byte by byte', async (_name, text) => {
    expect(await askTwice(text, { bytewise: true })).toMatchObject({ one: helloData, two: helloData, connections: 1 });
  });

  it.each([
    ['with a length', response(long)],
    ['in chunks', chunks(long.slice(0, 10_001), long.slice(10_001, 10_002), long.slice(10_002))],
  ])('%s when it is longer than what is read at once', async (_name, text) => {
    expect(await askTwice(text)).toMatchObject({ one: JSON.parse(long), two: helloData, connections: 1 });
  });
});

describe('an error of an answer', () => {
  it.each<readonly [string, unknown, unknown]>([
    ['keeps its path', ['a', 0, 'b'], ['a', 0, 'b']],
    ['has no path where it says null', null, undefined],
    ['loses a path with an object in it', ['a', { secret: 1 }], undefined],
    ['loses a path with a number that is no index', ['a', -1], undefined],
    ['loses a path with half an index', ['a', 0.5], undefined],
    ['loses a path that is no list', 'a.b', undefined],
  ])('%s', async (_name, path, found) => {
    const errors = [{ message: 'broken', path, locations: null, extensions: null }];
    const { one } = await askTwice(response(JSON.stringify({ data: { hello: null }, errors })));
    const place = found === undefined ? {} : { path: found };
    expect(one).toEqual({ data: { hello: null }, errors: [{ message: 'broken', ...place }] });
  });
});

describe('a refusal', () => {
  const errors = '{"errors":[{"message":"No such field","extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}';

  it.each(['400 Bad Request', '500 Internal Server Error'])(
    'of %s is an answer when its JSON names errors',
    async (status) => {
      const { one } = await askTwice(response(errors, [], status));
      expect(one).toEqual(JSON.parse(errors));
      const { one: other } = await askTwice(
        response(errors, [], status).replace('application/json', 'application/graphql-response+json; charset=utf-8'),
      );
      expect(other).toEqual(JSON.parse(errors));
    },
  );

  it.each([
    ['says it is HTML', response(errors, [], '500 Oops').replace('application/json', 'text/html')],
    ['has no errors', response('{"data":{"hello":"there"}}', [], '500 Oops')],
    ['has an empty list of errors', response('{"data":null,"errors":[]}', [], '500 Oops')],
    ['is of another shape', response('{"error":"nope"}', [], '502 Bad Gateway')],
    ['has no body', 'HTTP/1.1 304 Not Modified\r\n\r\n'],
  ])('is none when it %s', async (_name, text) => {
    const { one, connections } = await askTwice(text);
    expect(one).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    expect(connections).toBe(1);
  });

  it('of 413 says that the body is too large', async () => {
    expect((await askTwice(response('', [], '413 Content Too Large'))).one).toMatchObject({ code: 'BODY_TOO_LARGE' });
  });
});

describe('what is no response costs its connection and the request, no other', () => {
  const head = 'HTTP/1.1 200 OK\r\n';
  const body = `\r\n\r\n${helloText}`;
  it.each<readonly [string, string]>([
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['HTTP/2', 'HTTP/2 200\r\n\r\n'],
    ['a status of three letters', 'HTTP/1.1 abc OK\r\n\r\n'],
    ['a status out of range', 'HTTP/1.1 999 OK\r\n\r\n'],
    ['a switch of protocols', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n'],
    ['lines that end in LF alone', hello.replaceAll('\r\n', '\n')],
    ['a bare CR', `${head}a: b\rc: d${body}`],
    ['a NUL', `${head}a: b\0c${body}`],
    ['a folded line', `${head}a: b\r\n c${body}`],
    ['a header without a name', `${head}: b${body}`],
    ['a blank before the colon', `${head}content-length : 5${body}`],
    ['two lengths', `${head}content-length: 26\r\ncontent-length: 5${body}`],
    ['a list of lengths', `${head}content-length: 26, 26${body}`],
    ['a negative length', `${head}content-length: -1${body}`],
    ['a length with a plus', `${head}content-length: +26${body}`],
    ['an endless length', `${head}content-length: 99999999999999999999${body}`],
    ['no length', `${head}content-length:${body}`],
    ['a length and chunks', `${head}content-length: 26\r\ntransfer-encoding: chunked${body}`],
    ['chunks and a length', `${head}transfer-encoding: chunked\r\ncontent-length: 26${body}`],
    ['chunks twice', `${head}transfer-encoding: chunked\r\ntransfer-encoding: chunked${body}`],
    ['another encoding', `${head}transfer-encoding: gzip, chunked${body}`],
    ['chunks of HTTP/1.0', chunks(helloText).replace('1.1', '1.0')],
    ['a chunk without a size', chunks(helloText).replace('1a\r\n', '\r\n')],
    ['a chunk with a negative size', chunks(helloText).replace('1a\r\n', '-1a\r\n')],
    ['a chunk of an endless size', chunks(helloText).replace('1a\r\n', '000000001a\r\n')],
    ['a chunk that is longer than it says', chunks(helloText).replace('1a\r\n', '19\r\n')],
    ['a chunk whose size ends in LF', chunks(helloText).replace('1a\r\n', '1a\n')],
    ['a trailer that ends in LF', chunks(helloText).replace(/0\r\n\r\n$/, '0\r\na: b\n\r\n')],
    ['endless extensions', chunks(helloText).replace('1a\r\n', `1a;${'x'.repeat(5_000)}\r\n`)],
    ['an endless head', `${head}${'a: b\r\n'.repeat(10_000)}`],
    ['an endless line', `${head}a: ${'b'.repeat(30_000)}`],
    ['endless interim responses', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(10_000)],
    ['a body that says it is too large', `${head}content-length: 200001\r\n\r\n`],
    ['chunks that are too large', chunks(JSON.stringify({ data: { hello: 'x'.repeat(200_000) } }))],
    ['a body without an end that is too large', `${head}\r\n${' '.repeat(200_001)}`],
  ])('%s', async (_name, text) => {
    const { one, told, two, connections } = await askTwice(text);
    expect(one).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    expect(told.outcomes).toEqual(['unavailable', 'ok']);
    expect(two).toEqual(helloData);
    expect(connections).toBe(2);
  });

  it.each<readonly [string, string]>([
    ['nothing', ''],
    ['half a head', 'HTTP/1.1 200 O'],
    ['half a body', hello.slice(0, -3)],
    ['half of the chunks', chunks(helloText).slice(0, -12)],
    ['chunks without their end', chunks(helloText).slice(0, -2)],
    ['half a text, up to the end of the connection', `HTTP/1.1 200 OK\r\n\r\n${helloText.slice(0, -3)}`],
  ])('%s before the end of the connection', async (_name, text) => {
    const { one, two, connections } = await askTwice(text, { ends: true });
    expect(one).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    expect({ two, connections }).toEqual({ two: helloData, connections: 2 });
  });

  it('bytes that nobody has asked for', async () => {
    await using server = await startRawServer(({ socket }) => socket.write(hello));
    const { client } = startClient(server.url);
    await using _ = client;
    expect(await client.send(query, 'mutation', anyone)).toEqual(helloData);
    for (const socket of server.sockets) socket.write(response('{"data":{"hello":"evil"}}'));
    await waitFor('the close', () => server.sockets.size === 0);
    expect(await client.send(query, 'mutation', anyone)).toEqual(helloData);
    expect(server.connections()).toBe(2);
  });
});
