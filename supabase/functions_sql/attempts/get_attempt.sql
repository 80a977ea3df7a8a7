create or replace function public.get_attempt(
    attempt_id uuid,
    guest_token text default null    -- of a guest; null: the caller
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.taker_id(guest_token);
    attempt core.attempts := core.visible_attempt(attempt_id, person);
begin
    return core.attempt_payload(attempt, person);
end;
$$;

comment on function public.get_attempt is
'An attempt with its questions and saved responses, unmarked, for its taker and the quiz''s owner. PT401 not_signed_in,
unknown_guest_token, guest_claimed; PT404 attempt_not_found.';
revoke execute on function public.get_attempt from public;
grant execute on function public.get_attempt to anon, authenticated;
