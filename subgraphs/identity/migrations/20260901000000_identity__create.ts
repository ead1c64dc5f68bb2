import { outboxTableSql } from '@lectern/postgres';
import { Migration } from '@mikro-orm/migrations';

/**
 * users to api_keys are better-auth 1.7's tables, from the SQL it generates for src/auth/auth.ts, with constraints it
 * does not make. `roles`, `locale` and `is_suspended` are ours alone: better-auth does not know them, so none of its
 * routes can change them. Ids are compared as bytes: they are UUIDs of version 7 and order lists by age.
 */
export class CreateIdentity extends Migration {
  override up(): void {
    this.addSql(`
      create table identity.users (
        id text collate "C" primary key,
        name text not null,
        email text not null unique check (email = lower(email)),
        email_verified boolean not null,
        image text,
        roles text[] not null default '{LEARNER}',
        locale text not null default 'en',
        is_suspended boolean not null default false,
        created_at timestamptz not null default current_timestamp,
        updated_at timestamptz not null default current_timestamp,
        constraint users_roles_known check (
          'LEARNER' = any (roles) and roles <@ array['LEARNER', 'INSTRUCTOR', 'PROCTOR', 'ADMIN']
        )
      );
      create index users_roles_idx on identity.users using gin (roles);

      create table identity.sessions (
        id text collate "C" primary key,
        expires_at timestamptz not null,
        token text not null unique,
        created_at timestamptz not null default current_timestamp,
        updated_at timestamptz not null,
        ip_address text,
        user_agent text,
        user_id text collate "C" not null references identity.users (id) on delete cascade
      );
      create index sessions_user_id_idx on identity.sessions (user_id);
      create index sessions_expires_at_idx on identity.sessions (expires_at);

      create table identity.accounts (
        id text collate "C" primary key,
        account_id text not null,
        provider_id text not null,
        user_id text collate "C" not null references identity.users (id) on delete cascade,
        access_token text,
        refresh_token text,
        id_token text,
        access_token_expires_at timestamptz,
        refresh_token_expires_at timestamptz,
        scope text,
        password text,
        created_at timestamptz not null default current_timestamp,
        updated_at timestamptz not null,
        unique (provider_id, account_id)
      );
      create index accounts_user_id_idx on identity.accounts (user_id);

      create table identity.verifications (
        id text collate "C" primary key,
        identifier text not null,
        value text not null,
        expires_at timestamptz not null,
        created_at timestamptz not null default current_timestamp,
        updated_at timestamptz not null default current_timestamp
      );
      create index verifications_identifier_idx on identity.verifications (identifier);
      create index verifications_expires_at_idx on identity.verifications (expires_at);

      create table identity.jwks (
        id text collate "C" primary key,
        public_key text not null,
        private_key text not null,
        created_at timestamptz not null,
        expires_at timestamptz,
        alg text,
        crv text
      );

      create table identity.api_keys (
        id text collate "C" primary key,
        config_id text not null,
        name text,
        start text,
        user_id text collate "C" not null references identity.users (id) on delete cascade,
        prefix text,
        key text not null,
        refill_interval integer,
        refill_amount integer,
        last_refill_at timestamptz,
        enabled boolean,
        rate_limit_enabled boolean,
        rate_limit_time_window integer,
        rate_limit_max integer,
        request_count integer,
        remaining integer,
        last_request timestamptz,
        expires_at timestamptz,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        permissions text,
        metadata text
      );
      create index api_keys_config_id_idx on identity.api_keys (config_id);
      create index api_keys_user_id_idx on identity.api_keys (user_id);
      create index api_keys_key_idx on identity.api_keys (key);

      create table identity.user_log (
        id text collate "C" primary key,
        user_id text collate "C" not null references identity.users (id) on delete cascade,
        change text not null,
        detail jsonb not null default '{}',
        by text not null,
        at timestamptz not null default clock_timestamp()
      );
      create index user_log_user_id_idx on identity.user_log (user_id, id);
    `);
    this.addSql(outboxTableSql('identity'));
  }
}
