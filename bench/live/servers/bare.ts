import type { Duplex } from 'node:stream';
import { Redis } from 'ioredis';
import { WebSocketServer } from 'ws';
import { serveUpgrades } from './serve-upgrades.ts';

/**
 * `node bare.ts PORT REDIS_URL CHANNEL`: about the least a `ws` server can do. It has one message made into one frame, and
 * writes it to every socket; that of the upgrade, which belongs to whoever took it, since `send` of ws makes a
 * header and two writes of each. There is no subscription, no viewer, no position, no bound.
 */
const [port = '', redisUrl = '', channel = ''] = process.argv.slice(2);
const sockets = new Set<Duplex>();
const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, clientTracking: false });

await serveUpgrades(Number(port), (request, socket, head) => {
  server.handleUpgrade(request, socket, head, (client) => {
    client.on('message', (data) => {
      const { type } = JSON.parse(String(data));
      if (type === 'connection_init') client.send('{"type":"connection_ack"}');
      else if (type === 'subscribe') sockets.add(socket);
    });
    client.on('error', () => undefined);
    client.on('close', () => sockets.delete(socket));
  });
});

const redis = new Redis(redisUrl);
redis.on('message', (_channel, text) => {
  const { epoch, offset, data } = JSON.parse(text);
  const payload = { data: { board: data }, extensions: { position: { epoch, offset } } };
  const frame = frameOf(Buffer.from(JSON.stringify({ id: '1', type: 'next', payload })));
  for (const socket of sockets) socket.write(frame);
});
await redis.subscribe(channel);

/** One text message whole in one frame, of a length that takes two bytes to say. */
function frameOf(payload: Buffer): Buffer {
  const head = Buffer.from([0x81, 126, 0, 0]);
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}
