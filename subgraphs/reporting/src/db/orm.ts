import { createOrm } from '@lectern/postgres';
import type { Logger } from '@lectern/runtime';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { ReportingConfig } from '../config.ts';
import { entities } from './entities.ts';
import { migrations } from './migrations.ts';

export async function createReportingOrm(
  config: Pick<ReportingConfig, 'dbUrl' | 'dbPoolMax'>,
  logger: Logger,
): Promise<MikroORM> {
  return createOrm({ url: config.dbUrl, schema: 'reporting', entities, migrations, poolMax: config.dbPoolMax, logger });
}
