create or replace function core.counts_globally(quiz core.quizzes) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select quiz.visibility = 'public' and quiz.deleted_at is null and core.scores_shown(quiz, null);
$$;

comment on function core.counts_globally is
'Whether the results of a quiz are on the global boards: it is public and tells everybody their scores. Results that
change while it is played live wait for the end of the game (core.kept_standings.waits).';
