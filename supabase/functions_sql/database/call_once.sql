create or replace function core.call_once(
    claims jsonb,         -- of a verified token
    function_name text,   -- in schema public
    arguments jsonb,      -- {"argument name": value}
    key text,             -- the Idempotency-Key
    request jsonb,        -- what a repeated request has in common with the first; null: the function and its arguments
    out answer jsonb,
    out replayed boolean
)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := claims ->> 'sub';
begin
    request := coalesce(request, jsonb_build_object(function_name, arguments));
    perform set_config('request.jwt.claims', coalesce(claims, '{"role": "anon"}')::text, true);
    perform public.check_request();
    answer := core.kept_answer(person, key, request);
    replayed := answer is not null;
    if replayed then
        return;
    end if;
    answer := core.call_as(claims, function_name, arguments);
    perform set_config('role', 'none', true);
    if answer ? 'code' and answer ? 'details' then   -- core.refuse_guess: nothing was done
        return;
    end if;
    if answer -> 'quiz' <> 'null' or not answer ? 'quiz' then   -- import_questions may have stored nothing
        perform core.keep_answer(person, key, request, answer);
    end if;
end;
$$;

comment on function core.call_once is
'Calls a public function as core.call_as does, unless this person has called it with this Idempotency-Key before: then
returns the answer of that call, and replayed is true. A call that fails keeps nothing, so it can be repeated with the
same key. PT401 not_signed_in, session_ended; PT409 idempotency_key_in_use; PT422 bad_idempotency_key,
idempotency_key_reused; PT429 too_many_idempotency_keys; and the errors of core.call_as.';

revoke execute on function core.call_once from public;
grant execute on function core.call_once to authenticator;
