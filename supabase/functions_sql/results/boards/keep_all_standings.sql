create or replace function core.keep_all_standings(
    quiz_id uuid,      -- null: in all quizzes
    person_id uuid     -- null: of everybody
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz_ids uuid[];
    person_ids uuid[];
    instants timestamptz[];
begin
    select array_agg(t.quiz_id), array_agg(t.user_id), array_agg(t.finished_at)
    into quiz_ids, person_ids, instants
    from core.attempts as t
    where (keep_all_standings.quiz_id is null or t.quiz_id = keep_all_standings.quiz_id)
        and (keep_all_standings.person_id is null or t.user_id = keep_all_standings.person_id)
        and t.state = 'finished' and not t.preview and t.deleted_at is null;
    if quiz_ids is not null then
        perform core.keep_standings(quiz_ids, person_ids, instants);
    end if;
end;
$$;

comment on function core.keep_all_standings is
'Writes all standings of a quiz, of a person or of both anew, after what they depend on has changed.';
