import { Agent, request as ask, createServer } from 'node:http';

/** `node gateway.mjs URL PORT`: passes each request on to one address, and its answer back. The least Node can do. */
const [to, port] = process.argv.slice(2);
const { hostname, port: toPort, pathname } = new URL(to);
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

const server = createServer((request, response) => {
  const { authorization, 'content-type': type, 'content-length': length } = request.headers;
  const headers = { 'content-type': type, 'content-length': length, ...(authorization && { authorization }) };
  const onward = ask({ hostname, port: toPort, path: pathname, method: 'POST', headers, agent }, (answer) => {
    response.writeHead(answer.statusCode, {
      'content-type': answer.headers['content-type'],
      'content-length': answer.headers['content-length'],
    });
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
});
server.keepAliveTimeout = 120_000;
server.listen(Number(port), '127.0.0.1');
