create or replace function core.require_idempotency_key(key text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if key !~ '^[!-~]{1,255}$' then
        perform core.fail(
            422, 'bad_idempotency_key', 'An Idempotency-Key has 1 to 255 visible ASCII characters and no spaces.'
        );
    end if;
end;
$$;

comment on function core.require_idempotency_key is
'Refuses what can''t be an Idempotency-Key. The quotes of a structured header are part of it. PT422
bad_idempotency_key.';
