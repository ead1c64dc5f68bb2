export { accessErrors } from '@lectern/errors';
export { hasRole, requireRole, requireService, requireUser, type SignedInUser } from './access.ts';
export { type Connection, type Page, readPage, toConnection } from './connection.ts';
export { dateTimeScalar } from './date-time-scalar.ts';
export type { Door } from './door.ts';
export { formatError } from './format-error.ts';
export { inputErrors } from './input.errors.ts';
export { createInternalClient, type InternalClient, upstreamErrors } from './internal-client.ts';
export { type SubgraphOptions, type SubgraphRequest, startSubgraph } from './start-subgraph.ts';
