create or replace function core.marks_shown(quiz core.quizzes) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select core.shown_now(quiz.review_shown, quiz) and not core.is_being_played(quiz);
$$;

comment on function core.marks_shown is
'Whether takers see the marks of their answers now: where the quiz shows its review, and not while its owner plays it
live.';
