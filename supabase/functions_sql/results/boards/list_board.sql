create or replace function core.list_board(quiz core.quizzes) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    -- for update: those who finish meanwhile wait, or have finished before
    perform from core.boards as b where b.quiz_id = quiz.id for update;
    update core.boards as b
    set counts_globally = core.counts_globally(quiz), counted_subject = core.quiz_subject(quiz.id)
    where b.quiz_id = quiz.id;
    if found then
        perform core.keep_all_standings(quiz.id, null);
    end if;
end;
$$;

comment on function core.list_board is
'Writes all standings of a quiz anew, and puts them on the global boards, or takes them off.';
