create or replace function core.is_listed(quiz_id uuid, person uuid) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from core.email_of(person) as mine (address)
        inner join core.allow_list as l
            on l.quiz_id = is_listed.quiz_id and l.address in (mine.address, substring(mine.address from '@[^@]*$'))
    );
$$;

comment on function core.is_listed is
'Whether the address of an account, or its domain, is on the allow-list of a quiz.';
