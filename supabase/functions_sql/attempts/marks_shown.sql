create or replace function core.marks_shown(quiz core.quizzes, person uuid) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select core.shown_now(quiz.review_shown, quiz, person) and core.marks_told(quiz, person);
$$;

comment on function core.marks_shown is
'Whether a taker sees the marks of their answers now: where the quiz shows its review and does not hide scores, which
follow from marks, and not while its owner plays it live.';
