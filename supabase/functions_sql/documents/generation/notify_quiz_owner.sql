create or replace function core.notify_quiz_owner(
    quiz core.quizzes,
    type text,              -- quiz.generating, quiz.ready or quiz.failed
    details jsonb           -- further fields of the event; nulls are left out
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.notify_user(quiz.owner_id, type, jsonb_strip_nulls(
        jsonb_build_object('quiz_id', quiz.id, 'title', quiz.title, 'state', quiz.state) || details
    ));
end;
$$;

comment on function core.notify_quiz_owner is 'Sends the owner of a quiz an event about its generation.';
