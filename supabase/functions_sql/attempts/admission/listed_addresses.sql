create or replace function core.listed_addresses(addresses jsonb) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    given text[];
    wrong text;
begin
    if jsonb_typeof(addresses) is distinct from 'array' or jsonb_array_length(addresses) = 0 then
        perform core.fail(422, 'wrong_type', 'addresses must be a list of e-mail addresses and domains.');
    end if;
    given := array(select distinct lower(btrim(a.address)) from jsonb_array_elements_text(addresses) as a (address));
    wrong := (
        select g.address from unnest(given) as g (address)
        where g.address !~ '^[^@[:space:]]*@[^@[:space:]]+$' or char_length(g.address) > 320 or g.address is null
        limit 1
    );
    if wrong is not null or array_position(given, null) is not null then
        perform core.fail(422, 'bad_address', format(
            '%s is not an e-mail address such as ada@example.com, nor a domain such as @example.com.',
            coalesce('"' || left(wrong, 100) || '"', 'null')
        ));
    end if;
    return given;
end;
$$;

comment on function core.listed_addresses is
'Addresses and domains for an allow-list, in lower case, without blanks around them, each once. PT422 wrong_type,
bad_address.';
