create or replace function core.allowance_of(quiz_id uuid, person uuid) returns core.allowances
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select a.*
    from core.allowances as a
    where a.quiz_id = allowance_of.quiz_id and (a.user_id = person or a.email = core.email_of(person))
    order by a.user_id is null
    limit 1;
$$;

comment on function core.allowance_of is
'The allowance of a person in a quiz: that of their account, else that of their address. Null: there is none.';
