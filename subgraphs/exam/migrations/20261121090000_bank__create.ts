import { Migration } from '@mikro-orm/migrations';

/** The question bank of a course, illustrations, sections and draws of an exam, and everything its author decides. */
export class CreateBank extends Migration {
  override up(): void {
    this.addSql(questionBank);
    this.addSql(illustrations);
    this.addSql(sectionsAndDraws);
    this.addSql(examSettings);
    this.addSql(papersAndKeys);
    this.addSql(auditLog);
  }

  override down(): void {
    this.addSql(`
      drop table exam.audit_log, exam.key_correction;
      alter table exam.paper drop column sections, drop column draws, drop column bank_question_ids;
      alter table exam.exam drop column pass_mark_points, drop column attempt_delay_seconds,
        drop column counting_attempt, drop column grace_seconds, drop column navigation, drop column access_code,
        drop column allowed_networks, drop column result_policy, drop column marking, drop column key_revision;
      delete from exam.question where kind in ('MATCHING', 'ORDERING', 'ESSAY');
      alter table exam.question drop constraint question_kind_check, drop column section_id,
        drop column bank_question_id, drop column bank_version;
      alter table exam.question add constraint question_kind_check
        check (kind in ('SINGLE_CHOICE', 'MULTIPLE_CHOICE', 'TRUE_FALSE', 'NUMERIC', 'SHORT_TEXT'));
      drop table exam.draw, exam.section, exam.illustration, exam.bank_question_version, exam.bank_question;
    `);
  }
}

const kinds = `('SINGLE_CHOICE', 'MULTIPLE_CHOICE', 'TRUE_FALSE', 'NUMERIC', 'SHORT_TEXT', 'MATCHING', 'ORDERING', 'ESSAY')`;

const questionBank = `
  create table exam.bank_question (
    id uuid primary key,
    course_id text not null,
    -- The latest version; the others stay for the papers and exams that name them.
    version integer not null default 1 check (version > 0),
    kind text not null check (kind in ${kinds}),
    tags text[] not null default '{}',
    -- 1 easy to 5 hard; null when nobody has said.
    difficulty smallint check (difficulty between 1 and 5),
    is_archived boolean not null default false,
    created_by text not null,
    created_at timestamptz(3) not null default now(),
    changed_at timestamptz(3) not null default now()
  );
  create index bank_question_of_course on exam.bank_question (course_id, changed_at desc, id desc);
  create index bank_question_tags on exam.bank_question using gin (tags) where not is_archived;

  create table exam.bank_question_version (
    question_id uuid not null references exam.bank_question,
    version integer not null check (version > 0),
    kind text not null check (kind in ${kinds}),
    prompt text not null,
    points_max double precision not null check (points_max > 0),
    content jsonb not null,
    created_by text not null,
    created_at timestamptz(3) not null default now(),
    primary key (question_id, version)
  );
  create trigger bank_question_version_is_immutable before update or delete on exam.bank_question_version
    for each row execute function exam.refuse_change();
`;

const illustrations = `
  -- Pictures for prompts and choices: small, private, and served only to those who may see them.
  create table exam.illustration (
    id uuid primary key,
    course_id text not null,
    media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/webp', 'image/gif')),
    width integer not null check (width > 0),
    height integer not null check (height > 0),
    bytes bytea not null,
    sha256 bytea not null,
    created_by text not null,
    created_at timestamptz(3) not null default now(),
    unique (course_id, sha256)
  );
`;

const sectionsAndDraws = `
  create table exam.section (
    id uuid primary key,
    exam_id uuid not null references exam.exam,
    position integer not null check (position > 0),
    title text not null,
    instructions text not null default '',
    unique (exam_id, position) deferrable initially deferred
  );

  -- So many questions of the bank that bear all of these tags, chosen anew for each attempt.
  create table exam.draw (
    id uuid primary key,
    exam_id uuid not null references exam.exam,
    section_id uuid references exam.section,
    position integer not null check (position > 0),
    tags text[] not null check (cardinality(tags) > 0),
    difficulty_min smallint check (difficulty_min between 1 and 5),
    difficulty_max smallint check (difficulty_max between 1 and 5),
    question_count integer not null check (question_count > 0),
    -- Each question drawn is worth this, whatever the bank says: all attempts have the same sum.
    points_each double precision not null check (points_each > 0),
    unique (exam_id, position) deferrable initially deferred
  );

  alter table exam.question drop constraint question_kind_check;
  alter table exam.question
    add constraint question_kind_check check (kind in ${kinds}),
    add column section_id uuid references exam.section,
    -- Where it was taken from; the exam keeps what it took when the bank goes on.
    add column bank_question_id uuid references exam.bank_question,
    add column bank_version integer;
  create index question_of_bank on exam.question (bank_question_id) where bank_question_id is not null;
`;

const examSettings = `
  alter table exam.exam
    -- When not null it decides instead of the per cent.
    add column pass_mark_points double precision check (pass_mark_points >= 0),
    add column attempt_delay_seconds integer not null default 0 check (attempt_delay_seconds between 0 and 31536000),
    add column counting_attempt text not null default 'BEST' check (counting_attempt in ('BEST', 'LAST', 'FIRST', 'MEAN')),
    add column grace_seconds integer not null default 10 check (grace_seconds between 0 and 3600),
    add column navigation text not null default 'FREE' check (navigation in ('FREE', 'ONE_WAY')),
    add column access_code text,
    add column allowed_networks text[] not null default '{}',
    add column result_policy jsonb not null default
      '{"marks": "AT_HAND_IN", "rightAnswers": "NEVER", "feedback": "AT_HAND_IN", "classStatistics": "NEVER"}',
    add column marking jsonb not null default
      '{"isAnonymous": true, "markersPerEssay": 1, "toleratedDifferencePercent": 10, "onDisagreement": "THIRD_MARKER"}',
    -- Rises with every applied regrade. An attempt graded under an older one is graded again.
    add column key_revision integer not null default 0;
`;

const papersAndKeys = `
  alter table exam.paper
    add column sections jsonb not null default '[]',
    add column draws jsonb not null default '[]',
    -- Of the bank, fixed or drawn from: where a question is used is asked for in the bank.
    add column bank_question_ids uuid[] not null default '{}';
  create index paper_of_bank on exam.paper using gin (bank_question_ids);

  -- The paper never changes; what was found wrong with its keys afterwards stands here, and the latest row counts.
  create table exam.key_correction (
    exam_id uuid not null references exam.exam,
    revision integer not null check (revision > 0),
    question_id uuid not null,
    is_voided boolean not null,
    -- The question with its corrected key; null when it is voided.
    question jsonb,
    reason text not null,
    corrected_by text not null,
    corrected_at timestamptz(3) not null default now(),
    primary key (exam_id, question_id, revision)
  );
  create trigger key_correction_is_append_only before update or delete on exam.key_correction
    for each row execute function exam.refuse_change();
`;

const auditLog = `
  create table exam.audit_log (
    id bigint generated always as identity primary key,
    at timestamptz(3) not null default now(),
    course_id text not null,
    exam_id uuid,
    attempt_id uuid,
    -- The account, or the service that acted of itself.
    actor text not null,
    is_service boolean not null default false,
    -- A stable word such as EXAM_UPDATED or ATTEMPT_PAUSED.
    action text not null,
    reason text,
    -- What changed; never an answer and never a key.
    detail jsonb not null default '{}'
  );
  create index audit_log_of_exam on exam.audit_log (exam_id, id desc);
  create index audit_log_of_attempt on exam.audit_log (attempt_id, id desc) where attempt_id is not null;
  create trigger audit_log_is_append_only before update or delete on exam.audit_log
    for each row execute function exam.refuse_change();
`;
