create or replace function core.list_board(quiz core.quizzes) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    -- for update: those who finish meanwhile wait, or have finished before
    perform from core.boards as b where b.quiz_id = quiz.id for update;
    update core.boards as b
    set
        counts_globally = core.counts_globally(quiz), counted_subject = core.quiz_subject(quiz.id),
        listed_to = '00000000-0000-0000-0000-000000000000'
    where b.quiz_id = quiz.id;
    if found then
        perform core.list_more(quiz.id, core.setting('boards.listed_at_once')::integer);
    end if;
end;
$$;

comment on function core.list_board is
'Writes the standings of a quiz anew, and puts them on the global boards, or takes them off. The first
boards.listed_at_once are written now and the others by the sweep, in batches; until then they count as they did.';
