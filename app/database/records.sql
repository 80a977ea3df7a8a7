-- The records of the files applied to a database. The Supabase CLI keeps its own in the same schema.
create schema if not exists supabase_migrations;
create table if not exists supabase_migrations.schema_migrations (
    version text primary key,
    statements text[],
    name text
);
create table if not exists supabase_migrations.applied_files (
    name text primary key,
    digest text not null
);
create table if not exists supabase_migrations.older_functions (
    signature text primary key
);
comment on table supabase_migrations.applied_files is
    'The SHA-256 of each file that Quizzler applied. A migration is named by its version, a function by its name,
and a computed relationship by its view too.';
comment on table supabase_migrations.older_functions is
    'Functions that no file makes any more, kept for processes of an older version until quizzler migrate --drop-old.';
