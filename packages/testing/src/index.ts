export { freePort } from '@lectern/embedded-services';
export { type RedisServer, startRedisServer } from './redis-server.ts';
export { type GraphQLAnswer, type SignedRequest, signedRequest } from './signed-request.ts';
export { type TestDatabase, testDatabase } from './test-database.ts';
export { type ReceivedMail, type TestMailServer, testMailServer } from './test-mail-server.ts';
export { type TestProcess, testProcess } from './test-process.ts';
export { type TestRedis, testRedis } from './test-redis.ts';
export { serviceViewer, testSigningSecret, userViewer } from './viewers.ts';
export { waitFor } from './wait-for.ts';
