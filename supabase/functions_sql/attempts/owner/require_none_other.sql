create or replace function core.require_none_other(attempt core.attempts) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (
        select from core.attempts as t
        where t.quiz_id = attempt.quiz_id and t.user_id = attempt.user_id and t.state = 'in_progress'
            and t.deleted_at is null and t.id <> attempt.id
    ) then
        perform core.fail(
            409, 'other_in_progress',
            'This person has another attempt at this quiz in progress. Wait until it has ended, or delete it.'
        );
    end if;
end;
$$;

comment on function core.require_none_other is
'Refuses to put an attempt in progress beside another of the same person in the same quiz. PT409 other_in_progress.';
