create or replace function core.marks_told(
    quiz core.quizzes,
    person uuid          -- null: everybody, as on a board
) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select not core.is_being_played(quiz) and core.scores_shown(quiz, person);
$$;

comment on function core.marks_told is
'Whether scores of a quiz are told to somebody who has taken it: where core.scores_shown, and never
while its owner has an open live game of it.';
