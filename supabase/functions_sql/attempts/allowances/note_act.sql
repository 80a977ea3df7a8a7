create or replace function core.note_act(
    quiz core.quizzes,
    act text,                      -- such as allowance.set
    details jsonb,
    user_id uuid default null,     -- whom it touches
    email text default null
) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    insert into core.owner_acts (quiz_id, actor_id, act, user_id, email, details)
    values (quiz.id, core.person_id(), note_act.act, note_act.user_id, note_act.email, note_act.details);
$$;

comment on function core.note_act is 'Adds what the caller did to core.owner_acts. PT401 not_signed_in.';
