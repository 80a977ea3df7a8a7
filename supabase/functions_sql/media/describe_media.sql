create or replace function public.describe_media(
    media_id uuid,
    alt text        -- what it shows or says; empty: decoration
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    media core.media := core.lock_media(media_id);
begin
    update core.media as m
    set alt = core.alt_text(describe_media.alt)
    where m.id = media.id
    returning m.* into media;
    return core.media_json(media);
end;
$$;

comment on function public.describe_media is
'Changes the alt text of a picture or sound of the caller''s, and returns it. PT401 not_signed_in; PT404
media_not_found; PT422 missing_alt, too_long.';

revoke execute on function public.describe_media from public, anon;
grant execute on function public.describe_media to authenticated;
