import { createOrm } from '@lectern/postgres';
import type { Logger } from '@lectern/runtime';
import type { MikroORM } from '@mikro-orm/postgresql';
import { entities } from './entities.ts';
import { migrations } from './migrations.ts';
import { identitySchema } from './schema.ts';

export type OrmSettings = { readonly dbUrl: string; readonly dbPoolMax: number };

export function createIdentityOrm(settings: OrmSettings, logger?: Logger): Promise<MikroORM> {
  return createOrm({
    url: settings.dbUrl,
    schema: identitySchema,
    entities,
    migrations,
    poolMax: settings.dbPoolMax,
    ...(logger && { logger }),
  });
}
