create or replace function core.lock_media(media_id uuid) returns core.media
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    media core.media;
begin
    select * into media
    from core.media as m
    where m.id = media_id and m.owner_id = core.person_id()
    for update;
    if not found then
        perform core.fail(404, 'media_not_found', 'There is no such picture or sound among yours.');
    end if;
    return media;
end;
$$;

comment on function core.lock_media is
'A picture or sound of the caller''s, locked. PT401 not_signed_in; PT404 media_not_found.';
