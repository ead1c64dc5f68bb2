import type { NamedMigration } from '@lectern/postgres';
import { CreateExam } from '../../migrations/20260901120000_exam__create.ts';
import { CreateAttempt } from '../../migrations/20260901120100_attempt__create.ts';
import { CreateReminder } from '../../migrations/20260901120200_reminder__create.ts';

/** In the order in which they are applied. */
export const migrations: readonly NamedMigration[] = [
  { name: '20260901120000_exam__create', class: CreateExam },
  { name: '20260901120100_attempt__create', class: CreateAttempt },
  { name: '20260901120200_reminder__create', class: CreateReminder },
];
