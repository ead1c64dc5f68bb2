import type { NamedMigration } from '@lectern/postgres';
import { ExamCreate } from '../../migrations/20260901090000_exam__create.ts';
import { ExamCountersCreate } from '../../migrations/20260901090100_exam_counters__create.ts';
import { AttemptRevision } from '../../migrations/20261121090000_attempt__revision.ts';

/** In the order in which they are applied. */
export const migrations: readonly NamedMigration[] = [
  { name: '20260901090000_exam__create', class: ExamCreate },
  { name: '20260901090100_exam_counters__create', class: ExamCountersCreate },
  { name: '20261121090000_attempt__revision', class: AttemptRevision },
];
