import { createServer } from 'node:http';
import { Pool } from 'undici';

/** `node gateway.mjs URL PORT`: passes each request on to one address, and its answer back. The least Node can do. */
const [to, port] = process.argv.slice(2);
const { origin, pathname } = new URL(to);
const pool = new Pool(origin, { connections: 64 });

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('latin1');
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const { authorization, 'content-type': type } = request.headers;
    const headers = { 'content-type': type, ...(authorization && { authorization }) };
    pool.dispatch({ path: pathname, method: 'POST', headers, body: Buffer.from(body, 'latin1') }, passTo(response));
  });
});
server.keepAliveTimeout = 120_000;
server.listen(Number(port), '127.0.0.1');

function passTo(response) {
  return {
    onRequestStart() {},
    onResponseStart(_controller, status, headers) {
      const { 'content-type': type, 'content-length': length } = headers;
      response.writeHead(status, { 'content-type': type, 'content-length': length });
    },
    onResponseData(_controller, chunk) {
      response.write(chunk);
    },
    onResponseEnd() {
      response.end();
    },
    onResponseError() {
      response.destroy();
    },
  };
}
