export { type Clock, systemClock } from './clock.ts';
export { ConfigError, createEnvReader, type Env, type EnvReader, readWith } from './env.ts';
export { type HttpService, type HttpServiceOptions, startHttpService } from './http-service.ts';
export { isId, newId } from './ids.ts';
export { createLogger, type Logger, type LogSettings } from './logger.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { runProcess, type Service } from './run-process.ts';
export { withTimeout } from './with-timeout.ts';
