create or replace function core.visible_attempt(attempt_id uuid, person uuid) returns core.attempts
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    attempt core.attempts;
begin
    select t.* into attempt
    from core.settled_attempts as t
    inner join core.quizzes as q on q.id = t.quiz_id
    where t.id = visible_attempt.attempt_id and (t.user_id = person or core.quiz_role(q, person) is not null);

    if attempt.id is null then
        perform core.fail(404, 'attempt_not_found', 'You have no such attempt.');
    end if;
    return attempt;
end;
$$;

comment on function core.visible_attempt is
'An attempt that a person may see, as its taker, or as the quiz''s owner or collaborator. If its time is up, it is
shown as settled. PT404 attempt_not_found.';
