import { createOrm } from '@lectern/postgres';
import type { Logger } from '@lectern/runtime';
import { entities } from './entities.ts';
import { migrations } from './migrations.ts';
import { databaseSchema } from './schema-name.ts';

export function createVideoAccessOrm(url: string, logger?: Logger) {
  return createOrm({ url, schema: databaseSchema, entities, migrations, ...(logger ? { logger } : {}) });
}
