import { outboxTableSql } from '@lectern/postgres';
import { Migration } from '@mikro-orm/migrations';

export class VideoCreate extends Migration {
  override up(): void {
    this.addSql(`
      create table video_access.video (
        id uuid primary key,
        course_id text not null,
        creator_id text not null,
        title text not null check (length(title) between 1 and 200),
        status text not null check (status in ('UPLOADING', 'TRANSCODING', 'READY', 'FAILED')),
        failure_reason text,
        size_bytes bigint not null check (size_bytes > 0),
        duration_seconds double precision,
        width integer,
        height integer,
        created_at timestamptz not null default clock_timestamp(),
        check ((status = 'FAILED') = (failure_reason is not null)),
        check (status <> 'READY' or (duration_seconds is not null and width is not null and height is not null))
      );
      create index video_by_course on video_access.video (course_id, created_at desc, id desc);
      create index video_uploading on video_access.video (created_at) where status = 'UPLOADING';

      -- Apart from the video, so that no query of videos can bring a key along.
      create table video_access.video_key (
        video_id uuid primary key references video_access.video on delete cascade,
        content_key bytea not null check (length(content_key) = 16)
      );

      create table video_access.transcode_job (
        video_id uuid primary key references video_access.video on delete cascade,
        attempts_count integer not null default 0,
        run_at timestamptz not null default clock_timestamp(),
        leased_until timestamptz,
        claim_id uuid
      );
      create index transcode_job_by_time on video_access.transcode_job (run_at);

      -- Files that nothing needs any more; the mark stays until they are gone. No reference: the video may be gone.
      create table video_access.file_removal (
        video_id uuid not null,
        files text not null check (files in ('SOURCE', 'ALL')),
        primary key (video_id, files)
      );

      create table video_access.playback_grant (
        id uuid primary key,
        video_id uuid not null references video_access.video on delete cascade,
        viewer_id text not null,
        token_hash text not null unique,
        created_at timestamptz not null,
        expires_at timestamptz not null
      );
      create index playback_grant_by_viewer on video_access.playback_grant (viewer_id, created_at);
      create index playback_grant_by_video on video_access.playback_grant (video_id);
      create index playback_grant_by_end on video_access.playback_grant (expires_at);

      create table video_access.watch_progress (
        viewer_id text not null,
        video_id uuid not null references video_access.video on delete cascade,
        position_seconds double precision not null,
        stretches jsonb not null,
        credit_seconds double precision not null,
        watched_percent double precision not null,
        completed_at timestamptz,
        updated_at timestamptz not null default clock_timestamp(),
        primary key (viewer_id, video_id)
      );
      create index watch_progress_by_video on video_access.watch_progress (video_id);
    `);
    this.addSql(outboxTableSql('video_access'));
  }
}
