create or replace function core.draft_url(
    draft jsonb,
    field text,
    place text default ''
) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    url text := core.draft_text(draft, field, 2000, place);
begin
    if url !~* '^https?://[^/?#\s<>"[:cntrl:]][^\s<>"[:cntrl:]]*$' then
        perform core.fail_at('bad_url', place, field, ' must be a web address that starts with https://.');
    end if;
    return url;
end;
$$;

comment on function core.draft_url is
'A web address field of a draft; null if it is absent. PT422 bad_url, wrong_type, too_long.';
