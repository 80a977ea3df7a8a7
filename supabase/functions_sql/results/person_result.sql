create or replace function core.person_result(quiz_id uuid, person_id uuid) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    standing core.standings;
begin
    select * into standing
    from core.standings as s
    where s.quiz_id = person_result.quiz_id and s.user_id = person_result.person_id;
    return core.standing_json(standing) || core.latest_attempts(quiz_id, person_id, false) || jsonb_build_object(
        'user_id', person_id,
        'display_name', core.person_name(person_id),
        'guest', core.is_guest(person_id),
        'attempt_id', standing.attempt_id
    );
end;
$$;

comment on function core.person_result is 'The result of one person, as the owner of the quiz sees it.';
