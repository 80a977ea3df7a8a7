create or replace function core.kept_answer(
    person uuid,      -- whose session was checked
    key text,
    request jsonb     -- what is called and how: a repeated request has the same
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('idempotency.max_keys_per_person');
    most_mib bigint := core.setting('idempotency.max_mib_per_person');
    kept core.idempotency_keys;
    there record;
begin
    perform core.require_idempotency_key(key);
    if person is null then
        perform core.fail(
            401, 'not_signed_in',
            'An Idempotency-Key belongs to a person. Sign in as one, or send this request without a key.'
        );
    end if;
    -- held until the answer is kept: whoever gets the lock sees it
    if not pg_try_advisory_xact_lock(hashtextextended('idempotency key ' || person || ' ' || key, 0)) then
        perform core.fail(
            409, 'idempotency_key_in_use',
            'A request with this Idempotency-Key is still under way. Repeat yours in a moment.'
        );
    end if;
    select * into kept
    from core.idempotency_keys as k
    where k.person_id = person and k.key = kept_answer.key;
    if kept.key is null then
        -- concurrent requests may exceed these limits by one each
        select count(*) as keys, coalesce(sum(pg_column_size(k.answer)), 0) as bytes into there
        from core.idempotency_keys as k
        where k.person_id = person;
        if there.keys >= most or there.bytes >= most_mib * 1024 * 1024 then
            perform core.fail(429, 'too_many_idempotency_keys', format(
                'You have used too many Idempotency-Keys in the last %s hours. Send this request without one.',
                core.setting('idempotency.kept_hours')
            ));
        end if;
    elsif kept.request_hash <> core.request_hash(request) then
        perform core.fail(
            422, 'idempotency_key_reused',
            'This Idempotency-Key belongs to another request. Use a new one for each new request.'
        );
    end if;
    return kept.answer;
end;
$$;

comment on function core.kept_answer is
'The answer that this person got to the same request with this Idempotency-Key; null if it is the first one, and then
nobody else can use the key until this transaction ends. PT401 not_signed_in; PT409 idempotency_key_in_use; PT422
bad_idempotency_key, idempotency_key_reused; PT429 too_many_idempotency_keys.';

revoke execute on function core.kept_answer from public;
grant execute on function core.kept_answer to authenticator;
