create or replace function core.new_resume_token() returns text
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
$$;

comment on function core.new_resume_token is
'A random token of 244 bits, with which players prove who they are when they come back. Only its hash is stored.';
