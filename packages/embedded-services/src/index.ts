export { ensureRedis, RedisMissingError } from './ensure-redis.ts';
export { findExecutable } from './find-executable.ts';
export { freePort, isPortFree } from './free-port.ts';
export { type PostgresOptions, type RunningPostgres, startPostgres } from './postgres.ts';
export { type RedisOptions, type RunningRedis, startRedis } from './redis.ts';
