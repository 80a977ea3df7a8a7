create or replace function core.draft_alt(
    draft jsonb,          -- {"media_url"?, "media_alt"?}
    place text default ''
) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    alt text;
begin
    if not draft ?| '{media_alt,media_url}' then
        return null;
    end if;
    alt := core.draft_text(draft, 'media_alt', 1000, place);
    if draft ->> 'media_url' is null then
        return null;
    end if;
    if draft ->> 'media_alt' is not null then
        return coalesce(alt, '');
    end if;
    return (
        select m.alt from core.media as m
        where m.id = any (core.media_ids(draft ->> 'media_url')) and draft ->> 'media_url' = '/media/' || m.id
    );
end;
$$;

comment on function core.draft_alt is
'The alt text of the picture or sound of a draft, without the white space around it; empty: it is decoration. An
uploaded one for which the draft gives none has that of its upload. Null: nobody has said it, or there is no picture.
PT422 wrong_type, too_long.';
