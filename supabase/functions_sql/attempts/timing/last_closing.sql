create or replace function core.last_closing(quiz core.quizzes) returns timestamptz
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select greatest(quiz.closes_at, max(a.closes_at))
    from core.allowances as a
    where a.quiz_id = quiz.id and quiz.closes_at is not null;
$$;

comment on function core.last_closing is
'When a quiz has closed for everybody, those included whose allowance has a later date. Null: it never closes.';
