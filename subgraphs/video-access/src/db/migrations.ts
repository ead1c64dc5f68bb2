import type { NamedMigration } from '@lectern/postgres';
import { VideoCreate } from '../../migrations/20261121040000_video__create.ts';

/** In the order in which they are applied. */
export const migrations: readonly NamedMigration[] = [{ name: '20261121040000_video__create', class: VideoCreate }];
