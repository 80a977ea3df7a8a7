create or replace function core.keep_quiz_counted() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if new.counting_attempt <> old.counting_attempt
        or new.counting_attempt = 'average' and new.pass_mark is distinct from old.pass_mark
        or exists (
            select from core.boards as b where b.quiz_id = new.id and b.counts_globally <> core.counts_globally(new)
        )
    then
        perform core.list_board(new);
    end if;
    return null;
end;
$$;

comment on function core.keep_quiz_counted is
'Keeps standings and boards right after a change of what counts of a quiz, and of who sees its scores.';

create or replace trigger keep_quiz_counted after update on core.quizzes
for each row when (
    (
        old.counting_attempt, old.pass_mark, old.visibility, old.deleted_at, old.closes_at, old.attempts_allowed,
        old.review_shown, old.key_shown, old.score_shown
    ) is distinct from (
        new.counting_attempt, new.pass_mark, new.visibility, new.deleted_at, new.closes_at, new.attempts_allowed,
        new.review_shown, new.key_shown, new.score_shown
    )
)
execute function core.keep_quiz_counted();
