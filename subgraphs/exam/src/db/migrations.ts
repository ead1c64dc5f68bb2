import type { NamedMigration } from '@lectern/postgres';
import { CreateExam } from '../../migrations/20260901120000_exam__create.ts';
import { CreateAttempt } from '../../migrations/20260901120100_attempt__create.ts';
import { CreateReminder } from '../../migrations/20260901120200_reminder__create.ts';
import { CreateBank } from '../../migrations/20261121090000_bank__create.ts';
import { PartitionAnswer } from '../../migrations/20261121090100_answer__partition.ts';

/** In the order in which they are applied. */
export const migrations: readonly NamedMigration[] = [
  { name: '20260901120000_exam__create', class: CreateExam },
  { name: '20260901120100_attempt__create', class: CreateAttempt },
  { name: '20260901120200_reminder__create', class: CreateReminder },
  { name: '20261121090000_bank__create', class: CreateBank },
  { name: '20261121090100_answer__partition', class: PartitionAnswer },
];
