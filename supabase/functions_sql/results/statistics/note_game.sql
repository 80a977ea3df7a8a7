create or replace function core.note_game() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into core.statistics_changes (quiz_id, source_id, live, firsts, bests, lasts, alls)
    select q.id, new.id, true, 0, 0, 0, 1
    from core.quizzes as q
    where q.id = new.quiz_id and core.quiz_role(q, new.host_id) is not null;
    return null;
end;
$$;

comment on function core.note_game is
'Notes for the statistics of a quiz that a game of it has ended, if somebody hosted it who works on the quiz: what
others play with it is not the owner''s to see.';

create or replace trigger note_game after update on core.rooms
for each row when (old.state <> 'ended' and new.state = 'ended')
execute function core.note_game();
