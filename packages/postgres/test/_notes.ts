import { defineEntity } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';
import type { MikroORM } from '@mikro-orm/postgresql';
import { createOrm, type NamedMigration, outboxTableSql } from '../src/index.ts';

/** A service small enough for tests: counters that are counted up, in a schema of their own. */
export const schema = 'notes';

export const Counter = defineEntity({
  name: 'Counter',
  tableName: 'counter',
  properties: (p) => ({
    id: p.uuid().primary(),
    value: p.integer(),
    changedAt: p.datetime().onCreate(() => new Date()),
  }),
});

class CreateCounter extends Migration {
  override up(): void {
    this.addSql(`
      create table notes.counter (id uuid primary key, value integer not null, changed_at timestamptz not null);
      create unique index counter_value on notes.counter (value) where value > 1000;
    `);
  }
}

class CreateOutbox extends Migration {
  override up(): void {
    this.addSql(outboxTableSql(schema));
  }
}

export const migrations: readonly NamedMigration[] = [
  { name: '20261101000000_counter__create', class: CreateCounter },
  { name: '20261102000000_outbox__create', class: CreateOutbox },
];

export function createNotesOrm(url: string): Promise<MikroORM> {
  return createOrm({ url, schema, entities: [Counter], migrations });
}
