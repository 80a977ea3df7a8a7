create or replace function core.refuse_bad_argument(
    function_name text,   -- as core.call_as takes it
    arguments jsonb       -- {"argument name": value}
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    argument record;
begin
    for argument in
        select named.name, named.type::regtype::text as type
        from pg_catalog.pg_proc as p
        cross join unnest(p.proargnames, p.proargtypes::oid[]) as named (name, type)
        where p.proname = function_name::name
            and p.pronamespace
                = case when starts_with(function_name, 'relay_') then 'core' else 'public' end::regnamespace
            and arguments ? named.name
    loop
        begin
            execute format(
                'select from jsonb_to_record($1) as a (%I %s) where a is not null', argument.name, argument.type
            ) using arguments;
        exception
            when numeric_value_out_of_range or datetime_field_overflow then
                perform core.fail(422, 'invalid_value', core.field_words(argument.name) || ' is out of range.');
            when data_exception then
                perform core.fail(422, 'invalid_value', format(
                    '%s must be %s.', core.field_words(argument.name), case
                        when argument.type = 'boolean' then 'true or false'
                        when argument.type = 'uuid' then 'an id'
                        when argument.type in ('smallint', 'integer', 'bigint') then 'a whole number'
                        when argument.type = 'numeric' then 'a number'
                        when argument.type = 'timestamp with time zone' then 'a date and time with its zone'
                        when argument.type ~ '\[\]$' then 'a list'
                        else 'a text'
                    end
                ));
        end;
    end loop;
end;
$$;

comment on function core.refuse_bad_argument is
'Raises PT422 invalid_value, which names the first argument whose value does not fit its type. Does nothing if all fit.
The API calls it when core.call_as has failed with a data exception, because the message of that error names no
argument.';

revoke execute on function core.refuse_bad_argument from public;
grant execute on function core.refuse_bad_argument to authenticator;
