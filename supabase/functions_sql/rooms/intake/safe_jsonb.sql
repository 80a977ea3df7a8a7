create or replace function core.safe_jsonb(written text) returns jsonb
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return written::jsonb;
exception
    when data_exception or program_limit_exceeded then   -- not JSON, a NUL, half a surrogate pair, or too large
        return null;
end;
$$;

comment on function core.safe_jsonb is $$
A text as JSON; null if it is not JSON, or JSON that Postgres can't store.
> select core.safe_jsonb('["a"]'), core.safe_jsonb('["a"'), core.safe_jsonb('"\u0000"')
["a"] | null | null
$$;
