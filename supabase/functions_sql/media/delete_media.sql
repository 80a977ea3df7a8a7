create or replace function public.delete_media(media_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    media core.media := core.lock_media(media_id);
begin
    if core.media_in_use(media.id) then
        perform core.fail(409, 'media_in_use',
            'A question refers to this, or did when somebody answered it, so it stays as long as the question does.');
    end if;
    delete from core.media as m where m.id = media.id;
    return jsonb_build_object('id', media.id, 'deleted_at', now());
end;
$$;

comment on function public.delete_media is
'Deletes a picture or sound of the caller''s for good, if no question refers to it, and returns {"id", "deleted_at"}.
PT401 not_signed_in; PT404 media_not_found; PT409 media_in_use.';

revoke execute on function public.delete_media from public, anon;
grant execute on function public.delete_media to authenticated;
