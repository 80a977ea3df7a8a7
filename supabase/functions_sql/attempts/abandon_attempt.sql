create or replace function public.abandon_attempt(
    attempt_id uuid,
    guest_token text default null    -- of a guest; null: the caller
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.taker_id(guest_token);
    attempt core.attempts := core.locked_attempt(attempt_id, person);
begin
    if attempt.state = 'abandoned' then
        return core.attempt_summary(attempt, person);
    end if;
    perform core.require_in_progress(attempt);
    update core.attempts as t
    set state = 'abandoned', finished_at = now()
    where t.id = attempt.id
    returning * into attempt;
    return core.attempt_summary(attempt, person);
end;
$$;

comment on function public.abandon_attempt is
'Abandons an attempt of the caller''s: it gets no score, but counts as one of the attempts allowed. Returns its summary
(core.attempt_summary). Abandoning it again changes nothing. PT401 not_signed_in, unknown_guest_token, guest_claimed;
PT404 attempt_not_found; PT409 attempt_overdue, attempt_finished.';
revoke execute on function public.abandon_attempt from public;
grant execute on function public.abandon_attempt to anon, authenticated;
