create or replace function core.keep_answer(
    person uuid,
    key text,         -- for which core.kept_answer returned null in this transaction
    request jsonb,
    answer jsonb
) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    insert into core.idempotency_keys (person_id, key, request_hash, answer)
    values (person, key, core.request_hash(request), answer);
$$;

comment on function core.keep_answer is
'Keeps the answer to a request with an Idempotency-Key, in the transaction that made what it answers.';

revoke execute on function core.keep_answer from public;
grant execute on function core.keep_answer to authenticator;
