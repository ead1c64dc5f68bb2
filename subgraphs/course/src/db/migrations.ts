import type { NamedMigration } from '@lectern/postgres';
import { CourseCreate } from '../../migrations/20260901090000_course__create.ts';
import { EnrolmentCreate } from '../../migrations/20260901090100_enrolment__create.ts';
import { OutboxCreate } from '../../migrations/20260901090200_outbox__create.ts';

/** In the order in which they are applied. */
export const migrations: readonly NamedMigration[] = [
  { name: '20260901090000_course__create', class: CourseCreate },
  { name: '20260901090100_enrolment__create', class: EnrolmentCreate },
  { name: '20260901090200_outbox__create', class: OutboxCreate },
];
