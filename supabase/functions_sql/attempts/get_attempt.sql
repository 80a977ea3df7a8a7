create or replace function public.get_attempt(attempt_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    attempt core.attempts := core.visible_attempt(attempt_id);
begin
    return core.attempt_payload(attempt);
end;
$$;

comment on function public.get_attempt is
'An attempt with its questions and saved responses, unmarked, for its taker and the quiz''s owner. PT401 not_signed_in;
PT404 attempt_not_found.';
revoke execute on function public.get_attempt from public, anon;
grant execute on function public.get_attempt to authenticated;
