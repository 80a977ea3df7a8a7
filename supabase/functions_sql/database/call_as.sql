create or replace function core.call_as(
    claims jsonb,         -- of a verified token; null: nobody, role anon
    function_name text,   -- in schema public; relay_… in schema core
    arguments jsonb       -- {"argument name": value}
) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    for_relay boolean := starts_with(function_name, 'relay_');
    call_text text;
    result jsonb;
begin
    select format('select %s.%I(', p.pronamespace::regnamespace, p.proname) || coalesce(
        string_agg(argument.name || ' => a.' || argument.name, ', ')
        || ') from pg_catalog.jsonb_to_record($1) as a('
        || string_agg(argument.name || ' ' || argument.type::regtype, ', '), ''
    ) || ')'
    into call_text
    from pg_catalog.pg_proc as p
    left join lateral unnest(p.proargnames, p.proargtypes::oid[]) as argument (name, type) on arguments ? argument.name
    where p.proname = function_name::name
        and p.pronamespace in (
            case when for_relay then 'core' else 'public' end::regnamespace,
            to_regnamespace(case when for_relay then 'core_older' else 'public_older' end)
        )
    group by p.oid
    -- Between two versions, take a function whose required arguments are all given, then the one that takes the most.
    order by
        count(argument.name) < p.pronargs - p.pronargdefaults,
        count(argument.name) desc,
        p.pronamespace in ('public'::regnamespace, 'core'::regnamespace) desc
    limit 1;

    if call_text is null then
        perform core.fail(404, 'unknown_function', format('There is no function %s.', function_name));
    end if;
    perform core.act_as(claims, for_relay);
    execute call_text into strict result using arguments;
    return result;
end;
$$;

comment on function core.call_as is
'Calls a public function as the person of these claims, switching the role for this statement only, and returns its
result, in one round trip, as PostgREST does for rpc(). The API calls it as authenticator; clients can''t call it. A
function core.relay_… gets the claims too, but runs as authenticator: it takes the relay''s word for something. While
two versions of Quizzler use the database, each finds its own functions by the names of the arguments; those of the
older version may be in schema public_older. PT404 unknown_function, PT403 unknown_role, PT401 session_ended, and the
errors of the function.';

revoke execute on function core.call_as from public;
grant execute on function core.call_as to authenticator;
