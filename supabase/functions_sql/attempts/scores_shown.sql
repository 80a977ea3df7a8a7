create or replace function core.scores_shown(
    quiz core.quizzes,
    person uuid          -- null: everybody, as on a board
) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when quiz.score_shown is not null then core.shown_now(quiz.score_shown, quiz, person)
        else core.shown_now(quiz.review_shown, quiz, person) or core.shown_now(quiz.key_shown, quiz, person)
    end;
$$;

comment on function core.scores_shown is
'Whether a quiz shows scores now to somebody who has taken it: as score_shown says, else where its review or its key is
shown. A score without either would tell the key to whoever has several attempts, one answer at a time; so a board,
which anybody can read, waits until all may know their scores.';
