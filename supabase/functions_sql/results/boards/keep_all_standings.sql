create or replace function core.keep_all_standings(
    quiz_id uuid,         -- null: in all quizzes
    person_ids uuid[]
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz_ids uuid[];
    takers uuid[];
    instants timestamptz[];
begin
    select array_agg(t.quiz_id), array_agg(t.user_id), array_agg(t.finished_at)
    into quiz_ids, takers, instants
    from core.attempts as t
    where (keep_all_standings.quiz_id is null or t.quiz_id = keep_all_standings.quiz_id)
        and t.user_id = any (person_ids)
        and t.state = 'finished' and not t.preview and t.deleted_at is null;
    if quiz_ids is not null then
        perform core.keep_standings(quiz_ids, takers, instants);
    end if;
end;
$$;

comment on function core.keep_all_standings is
'Writes all standings of these people in a quiz, or in all of them, anew, after what they depend on has changed.';
