create or replace function core.grow_version() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    new.version := old.version + 1;
    return new;
end;
$$;

comment on function core.grow_version is
'Gives a row that somebody has edited the next version. core.require_version compares it with the one that a client
read.';

-- A new column counts, unless it is named here: what is not an edit, and what other triggers make.
create or replace trigger grow_version before update on core.quizzes
for each row when (
    to_jsonb(old)
    - '{version,updated_at,archived_at,deleted_at,state,state_code,state_reason,state_counts,progress,words,
        title_key}'::text[]
    is distinct from
    to_jsonb(new)
    - '{version,updated_at,archived_at,deleted_at,state,state_code,state_reason,state_counts,progress,words,
        title_key}'::text[]
)
execute function core.grow_version();

create or replace trigger grow_version before update on core.profiles
for each row when (old.display_name is distinct from new.display_name)
execute function core.grow_version();

create or replace trigger grow_version before update on core.uploads
for each row when (old.name is distinct from new.name)
execute function core.grow_version();
