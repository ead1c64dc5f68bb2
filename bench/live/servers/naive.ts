import { buildSchema } from 'graphql';
import { RedisPubSub } from 'graphql-redis-subscriptions';
import { useServer } from 'graphql-ws/use/ws';
import { Redis } from 'ioredis';
import { WebSocketServer } from 'ws';
import { plainSdl } from '../subgraph/sdl.ts';
import { serveUpgrades } from './serve-upgrades.ts';

/**
 * `node naive.ts PORT REDIS_URL CHANNEL`: subscriptions as the libraries' guides show them. Each subscriber has an iterator
 * of its own, and each event is executed, serialized and framed for each.
 */
const [port = '', redisUrl = '', channel = ''] = process.argv.slice(2);
const schema = buildSchema(plainSdl);
const pubSub = new RedisPubSub({ publisher: new Redis(redisUrl), subscriber: new Redis(redisUrl) });
const server = new WebSocketServer({ noServer: true });

const subscription = schema.getSubscriptionType()?.getFields().board;
if (!subscription) throw new Error('there is nothing to subscribe to');
subscription.subscribe = () => pubSub.asyncIterator(channel);
subscription.resolve = ({ data }) => data;
// Pings are so rare in every server of this bench that none falls into what is measured.
useServer({ schema }, server, 600_000);

await serveUpgrades(Number(port), (request, socket, head) => {
  server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request));
});
