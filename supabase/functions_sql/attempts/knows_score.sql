create or replace function core.knows_score(
    quiz_id uuid,
    person uuid default null     -- null: the caller
) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select auth.jwt() ->> 'role' = 'service_role' or exists (
        select from core.quizzes as q
        where q.id = knows_score.quiz_id
            and (
                core.quiz_role(q, coalesce(person, core.caller_id())) is not null
                or core.marks_told(q, coalesce(person, core.caller_id()))
            )
    );
$$;

comment on function core.knows_score is
'Whether the caller, or this person, may know scores in a quiz: its owner and collaborators always, others where
core.marks_told.';

grant execute on function core.knows_score to authenticated, service_role;
