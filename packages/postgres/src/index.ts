export { lockedBy } from './advisory-lock.ts';
export { createOrm, type NamedMigration, type OrmOptions } from './create-orm.ts';
export { type GatheredReads, type GatherOptions, gatherReads } from './gather-reads.ts';
export { isUsable, migrate } from './migrate.ts';
export { appendAllToOutbox, appendToOutbox, type OutboxEvent, outboxChannel, outboxTableSql } from './outbox.ts';
export { rows } from './rows.ts';
export { selectList } from './select-list.ts';
export { isUniqueViolation, type RetryPolicy, retryPolicies, sqlStateOf, sqlStates } from './sql-state.ts';
export { type TransactionOptions, transaction } from './transaction.ts';
