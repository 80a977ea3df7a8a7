create or replace function core.marks_told(quiz core.quizzes) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select (core.shown_now(quiz.review_shown, quiz) or core.shown_now(quiz.key_shown, quiz))
        and not core.is_being_played(quiz);
$$;

comment on function core.marks_told is
'Whether scores of a quiz are told to others than its owner: where its review or its key is shown now, and
its owner has no open live game of it. A score without either would tell the key to whoever has several attempts, one
answer at a time.';
