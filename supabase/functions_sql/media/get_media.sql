create or replace function public.get_media(media_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    media core.media;
begin
    select * into media from core.media as m where m.id = media_id and m.owner_id = core.person_id();
    if not found then
        perform core.fail(404, 'media_not_found', 'There is no such picture or sound among yours.');
    end if;
    return core.media_json(media);
end;
$$;

comment on function public.get_media is
'What is known of a picture or sound of the caller''s. PT401 not_signed_in; PT404 media_not_found.';

revoke execute on function public.get_media from public, anon;
grant execute on function public.get_media to authenticated;
