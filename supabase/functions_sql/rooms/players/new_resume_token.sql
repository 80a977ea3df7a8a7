create or replace function core.new_resume_token() returns text
language sql volatile
set search_path = ''
as $$
    select replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
$$;

comment on function core.new_resume_token is
'244 random bits: what lets a player come back as themselves. Only its hash is stored.';
