create or replace function public.get_certificate(code text) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    told jsonb;
begin
    select core.certificate_json(c) into told
    from core.certificates as c
    where c.code = upper(btrim(get_certificate.code));
    if told is null then
        perform core.fail(
            404, 'certificate_not_found',
            'There is no certificate with this code. Check each character; it has 0 to 9 and A to F.'
        );
    end if;
    return told;
end;
$$;

comment on function public.get_certificate is
'What the certificate with this code says, and nothing else, for anyone who has the code. PT404 certificate_not_found.';
revoke execute on function public.get_certificate from public;
grant execute on function public.get_certificate to anon, authenticated;
