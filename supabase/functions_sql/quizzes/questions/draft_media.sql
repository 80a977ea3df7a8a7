create or replace function core.draft_media(
    draft jsonb,
    field text,
    place text default ''
) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    url text;
begin
    if draft -> field is null then
        return null;
    end if;
    url := core.draft_text(draft, field, 2000, place);
    if url is null or url !~ '^/media/' then
        return core.draft_url(draft, field, place);
    end if;
    if not exists (
        select from core.media as m where m.id = any (core.media_ids(url)) and url = '/media/' || m.id
    ) then
        perform core.fail_at(
            'no_such_media', place, field,
            ' names a picture or sound that is not there. Upload it, and send the url that the upload returns.'
        );
    end if;
    return url;
end;
$$;

comment on function core.draft_media is
'A field of a draft that names a picture or sound: a web address, or /media/<id> of an uploaded one; null if it is
absent. PT422 bad_url, no_such_media, wrong_type, too_long.';
