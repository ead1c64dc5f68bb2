#!/bin/bash
# Runs once, when the database is made: a schema for each service, owned by a role that can touch nothing else.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname lectern -c 'revoke all on schema public from public'
for schema in identity course video_access exam reporting scheduler; do
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname lectern \
    -v role="lectern_$schema" -v schema="$schema" -v password="$LECTERN_ROLE_PASSWORD" <<'SQL'
create role :"role" login password :'password';
alter role :"role" set search_path to :"schema";
create schema :"schema" authorization :"role";
SQL
done
