import { Migration } from '@mikro-orm/migrations';

/** Attempts made ahead, on a device, paused, marked by people; and answers in partitions. */
export class PartitionAnswer extends Migration {
  override up(): void {
    this.addSql(attempts);
    this.addSql(answers);
    this.addSql(allowances);
    this.addSql(watching);
    this.addSql(marking);
    this.addSql(waitingEvents);
  }

  override down(): void {
    this.addSql(`
      drop index exam.outbox_waiting;
      create index outbox_waiting on exam.outbox (position) where relayed_at is null;
      alter table exam.exam drop column has_ready_attempts;
      drop table exam.essay_mark, exam.essay_script, exam.attempt_message, exam.attempt_incident,
        exam.allowance, exam.learner_group_member, exam.learner_group;
      create table exam.answer_whole (like exam.answer including defaults including constraints);
      insert into exam.answer_whole select * from exam.answer;
      drop table exam.answer;
      alter table exam.answer_whole rename to answer;
      alter table exam.answer add primary key (attempt_id, question_id);
      drop index exam.attempt_ready_once, exam.attempt_ungraded, exam.attempt_of_room, exam.attempt_running;
      delete from exam.attempt where started_at is null;
      update exam.attempt set ending = 'EXAM_CLOSED' where ending = 'ENDED_BY_PROCTOR';
      -- Indexes and checks go with their columns.
      alter table exam.attempt alter column started_at set not null, alter column deadline_at set not null,
        drop column accepts_until, drop column extra_seconds, drop column opens_at, drop column closes_at,
        drop column paused_at, drop column paused_seconds, drop column device_id, drop column device_label,
        drop column last_seen_at, drop column key_revision, drop column revision,
        drop constraint attempt_ending_check,
        add constraint attempt_ending_check check (ending in ('HANDED_IN', 'TIME_RAN_OUT', 'EXAM_CLOSED'));
      alter table exam.attempt reset (fillfactor);
      create index attempt_overdue on exam.attempt (deadline_at) where status = 'IN_PROGRESS';
    `);
  }
}

const attempts = `
  alter table exam.attempt
    alter column started_at drop not null,
    alter column deadline_at drop not null,
    -- The deadline and the exam's grace: answers that were on their way still count until then.
    add column accepts_until timestamptz(3),
    -- What allowances add to the time limit, all of them together.
    add column extra_seconds integer not null default 0,
    -- A window of its own from an allowance; null: the exam's.
    add column opens_at timestamptz(3),
    add column closes_at timestamptz(3),
    add column paused_at timestamptz(3),
    add column paused_seconds double precision not null default 0,
    -- The device that may answer; null: any that does not name itself.
    add column device_id text,
    add column device_label text,
    add column last_seen_at timestamptz(3),
    -- The exam's key_revision it was graded under.
    add column key_revision integer not null default 0,
    -- Rises with every change that others are told of; they drop what is older than what they have.
    add column revision integer not null default 1;
  update exam.attempt a set accepts_until = a.deadline_at + make_interval(secs => e.grace_seconds)
    from exam.exam e where e.id = a.exam_id;
  alter table exam.attempt
    drop constraint attempt_ending_check,
    add constraint attempt_ending_check
      check (ending in ('HANDED_IN', 'TIME_RAN_OUT', 'EXAM_CLOSED', 'ENDED_BY_PROCTOR')),
    add check (status in ('NOT_STARTED', 'VOIDED')
      or (started_at is not null and deadline_at is not null and accepts_until is not null));
  -- Of a published exam: whether first attempts were made ahead for all who were registered before.
  alter table exam.exam add column has_ready_attempts boolean not null default false;
  create index exam_preparing on exam.exam (opens_at) where status = 'PUBLISHED' and not has_ready_attempts;
  -- Each row is changed some times: made ahead, begun, seen, ended.
  alter table exam.attempt set (fillfactor = 80);
  drop index exam.attempt_overdue;
  create index attempt_overdue on exam.attempt (accepts_until) where status = 'IN_PROGRESS' and paused_at is null;
  create unique index attempt_ready_once on exam.attempt (exam_id, learner_id) where status = 'NOT_STARTED';
  create index attempt_ungraded on exam.attempt (exam_id, submitted_at, id) where status in ('SUBMITTED', 'EXPIRED');
  -- What was graded under keys that have been corrected since.
  create index attempt_graded_under on exam.attempt (exam_id, key_revision) where status = 'GRADED';
  create index attempt_of_room on exam.attempt (exam_id, status, id);
  create index attempt_running on exam.attempt (exam_id, deadline_at, id) where status = 'IN_PROGRESS';
  -- Whether an exam is over asks for windows of their own; all its learners ask at once.
  create index attempt_ready_own_window on exam.attempt (exam_id, closes_at)
    where status = 'NOT_STARTED' and closes_at is not null;
  create index attempt_paused on exam.attempt (exam_id, deadline_at, id)
    where status = 'IN_PROGRESS' and paused_at is not null;
  -- Room on each page, so that noting who was last seen when writes no index.
  alter table exam.attempt set (fillfactor = 80);
`;

const answers = `
  -- 300,000 attempts of 100 questions are 30 million rows. By attempt, so that reading, grading and moving one attempt
  -- touches one partition, and vacuum and its index stay small.
  alter table exam.answer rename to answer_whole;
  -- What has a fixed width stands first, so that reading a column does not walk through the answers before it.
  create table exam.answer (
    attempt_id uuid not null,
    question_id uuid not null,
    -- Null without a response, and for what people mark. Reaches nobody before the attempt is graded.
    points_awarded double precision,
    saved_at timestamptz(3),
    sequence integer not null default 0,
    is_flagged boolean not null default false,
    response jsonb
  ) partition by hash (attempt_id);
  -- Room in each page for answers that are changed, which then touch no index.
  do $body$ begin
    for part in 0..15 loop
      execute format('create table exam.answer_%s partition of exam.answer for values with (modulus 16, remainder %s)
        with (fillfactor = 90)', lpad(part::text, 2, '0'), part);
    end loop;
  end $body$;
  insert into exam.answer (attempt_id, question_id, points_awarded, saved_at, sequence, is_flagged, response)
    select attempt_id, question_id, points_awarded, saved_at, sequence, is_flagged, response from exam.answer_whole;
  drop table exam.answer_whole;
  alter table exam.answer add constraint answer_pkey primary key (attempt_id, question_id);
`;

const allowances = `
  create table exam.learner_group (
    id uuid primary key,
    course_id text not null,
    name text not null,
    created_at timestamptz(3) not null default now(),
    unique (course_id, name)
  );
  create table exam.learner_group_member (
    group_id uuid not null references exam.learner_group on delete cascade,
    learner_id text not null,
    primary key (group_id, learner_id)
  );
  create index learner_group_member_of on exam.learner_group_member (learner_id);

  create table exam.allowance (
    id uuid primary key,
    exam_id uuid not null references exam.exam,
    learner_id text,
    group_id uuid references exam.learner_group,
    extra_seconds integer not null default 0 check (extra_seconds >= 0),
    -- The time limit is multiplied by it: 1.25 is a quarter more.
    time_factor double precision not null default 1 check (time_factor between 1 and 10),
    extra_attempts integer not null default 0 check (extra_attempts >= 0),
    opens_at timestamptz(3),
    closes_at timestamptz(3),
    reason text not null,
    granted_by text not null,
    granted_at timestamptz(3) not null default now(),
    revoked_by text,
    revoked_at timestamptz(3),
    check (num_nonnulls(learner_id, group_id) = 1),
    check (opens_at < closes_at)
  );
  create index allowance_in_force on exam.allowance (exam_id) where revoked_at is null;
`;

const waitingEvents = `
  -- Streams are relayed each for itself: a busy one is no crowd to walk through for the others.
  drop index exam.outbox_waiting;
  create index outbox_waiting on exam.outbox (stream, position) where relayed_at is null;
`;

const watching = `
  -- Evidence for people to weigh; nothing is decided by it.
  create table exam.attempt_incident (
    id bigint generated always as identity primary key,
    attempt_id uuid not null,
    exam_id uuid not null,
    kind text not null check (kind in ('FOCUS_LOST', 'FOCUS_REGAINED', 'FULLSCREEN_LEFT', 'PASTED', 'CONNECTION_LOST',
      'DEVICE_CHANGED')),
    at timestamptz(3) not null default now(),
    detail jsonb not null default '{}'
  );
  create index attempt_incident_of_attempt on exam.attempt_incident (attempt_id, id);
  create index attempt_incident_of_exam on exam.attempt_incident (exam_id, attempt_id);
  create trigger attempt_incident_is_append_only before update or delete on exam.attempt_incident
    for each row execute function exam.refuse_change();

  -- What proctors say; to everybody in the exam when attempt_id is null.
  create table exam.attempt_message (
    id uuid primary key,
    exam_id uuid not null references exam.exam,
    attempt_id uuid,
    text text not null,
    sent_by text not null,
    sent_at timestamptz(3) not null default now()
  );
  create index attempt_message_to_one on exam.attempt_message (attempt_id, sent_at) where attempt_id is not null;
  create index attempt_message_to_all on exam.attempt_message (exam_id, sent_at) where attempt_id is null;
  create index attempt_message_of_exam on exam.attempt_message (exam_id);
`;

const marking = `
  -- Script: one essay of one attempt, to be marked. Its id tells a marker nothing of who wrote it.
  create table exam.essay_script (
    id uuid primary key default gen_random_uuid(),
    exam_id uuid not null references exam.exam,
    attempt_id uuid not null references exam.attempt,
    question_id uuid not null,
    status text not null default 'WAITING' check (status in ('WAITING', 'DISAGREED', 'SETTLED')),
    points double precision,
    claimed_by text,
    claimed_until timestamptz(3),
    created_at timestamptz(3) not null default now(),
    unique (attempt_id, question_id)
  );
  create index essay_script_open on exam.essay_script (exam_id, question_id, id) where status <> 'SETTLED';
  create index essay_script_held on exam.essay_script (claimed_by, exam_id) where claimed_by is not null;

  create table exam.essay_mark (
    script_id uuid not null references exam.essay_script,
    marker_id text not null,
    points double precision not null check (points >= 0),
    feedback text,
    -- Of the third who decides between two.
    is_deciding boolean not null default false,
    marked_at timestamptz(3) not null default now(),
    primary key (script_id, marker_id)
  );
`;
