create or replace function core.end_sessions(user_id uuid, session_id uuid, scope text) returns integer
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    with ended as (
        delete from auth.sessions as s
        where s.user_id = end_sessions.user_id
            and case end_sessions.scope
                when 'local' then s.id = end_sessions.session_id
                when 'others' then s.id <> end_sessions.session_id
                when 'global' then true
            end
        returning s.id
    )
    select count(*)::integer from ended;
$$;

comment on function core.end_sessions is
'Ends sessions of a person and their tokens at once: this session (local), the others (others), or all (global). Returns
how many. Ending a session that has ended is no error.';

revoke execute on function core.end_sessions from public;
grant execute on function core.end_sessions to authenticator;
