import type { NamedMigration } from '@lectern/postgres';
import { CreateIdentity } from '../../migrations/20260901000000_identity__create.ts';

/** In the order in which they are applied. */
export const migrations: readonly NamedMigration[] = [
  { name: '20260901000000_identity__create', class: CreateIdentity },
];
