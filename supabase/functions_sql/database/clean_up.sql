create or replace function public.clean_up() returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.require_admin();
    return core.sweep();
end;
$$;

comment on function public.clean_up is
'For admins: does at once what the server does every few minutes by itself. Ends rooms, attempts and jobs whose time is
over, and deletes what is kept no longer. Returns what it did: {"rooms_ended": their codes, "attempts_ended",
"jobs_ended", "webhook_events_deleted", "sign_in_records_deleted", "old_rows_deleted", "more"}. If more is true, there
is more to do: call it again. PT401 not_signed_in, session_ended; PT403 not_an_admin.';

revoke execute on function public.clean_up from public, anon;
grant execute on function public.clean_up to authenticated;
