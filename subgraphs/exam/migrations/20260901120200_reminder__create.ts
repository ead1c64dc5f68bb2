import { outboxTableSql } from '@lectern/postgres';
import { Migration } from '@mikro-orm/migrations';

/** One row per learner and opening decides who is reminded, once; and the outbox. */
export class CreateReminder extends Migration {
  override up(): void {
    this.addSql(`
      create table exam.reminder (
        id uuid primary key default gen_random_uuid(),
        exam_id uuid not null references exam.exam,
        learner_id text not null,
        kind text not null check (kind in ('DAY_BEFORE')),
        opens_at timestamptz(3) not null,
        status text not null default 'WAITING'
          check (status in ('WAITING', 'CLAIMED', 'BEGUN', 'SENT', 'FAILED', 'DROPPED')),
        -- Waiting: not before. Claimed: the end of the lease.
        due_at timestamptz(3) not null default now(),
        begun_at timestamptz(3),
        finished_at timestamptz(3),
        failure text,
        unique (exam_id, learner_id, kind, opens_at)
      );
      create index reminder_claimable on exam.reminder (due_at, id) where status in ('WAITING', 'CLAIMED');
    `);
    this.addSql(outboxTableSql('exam'));
  }

  override down(): void {
    this.addSql('drop table exam.reminder, exam.outbox');
  }
}
