create or replace function public.make_certificate(
    attempt_id uuid,
    name text default null,            -- null: the display name of the account, or the nickname of the guest
    with_score boolean default true,   -- whether the certificate says the score
    guest_token text default null      -- of a guest; null: the caller
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.taker_id(guest_token);
    attempt core.attempts := core.visible_attempt(attempt_id, person);
    shown text := coalesce(core.display_name(make_certificate.name), core.person_name(person));
    certificate core.certificates;
begin
    if attempt.user_id <> person then
        perform core.fail(404, 'attempt_not_found', 'You have no such attempt.');
    end if;
    if not core.knows_score(attempt.quiz_id, person) then
        perform core.fail(
            409, 'score_not_shown',
            'This quiz does not show scores now. Ask for the certificate when you can see your score.'
        );
    end if;
    if attempt.preview or attempt.passed is not true then
        perform core.fail(
            409, 'not_passed',
            case
                when attempt.preview then 'An attempt at your own quiz earns no certificate.'
                when attempt.state = 'in_progress' then 'Hand the attempt in first.'
                when attempt.pass_mark is null
                    then 'This quiz has no pass mark, so it gives no certificates. Its owner can set one.'
                else 'Only an attempt that you passed earns a certificate.'
            end
        );
    end if;

    insert into core.certificates as c (code, attempt_id, name, with_score)
    values (
        upper(regexp_replace(
            right(replace(gen_random_uuid()::text, '-', ''), 16), '(....)(....)(....)(....)', '\1-\2-\3-\4'
        )),
        attempt.id, shown, coalesce(make_certificate.with_score, true)
    )
    on conflict on constraint certificates_attempt_id_key do update
    set name = excluded.name, with_score = excluded.with_score
    returning c.* into certificate;
    return core.certificate_json(certificate);
end;
$$;

comment on function public.make_certificate is
'Makes the certificate of an attempt that the caller passed, or changes its name and whether it says the score; its code
stays, also when a guest claims the attempt. Only where the caller may know the score. PT401 not_signed_in,
unknown_guest_token, guest_claimed; PT404 attempt_not_found; PT409 score_not_shown, not_passed; PT422
invalid_display_name.';
revoke execute on function public.make_certificate from public;
grant execute on function public.make_certificate to anon, authenticated;
