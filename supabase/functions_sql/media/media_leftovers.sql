create or replace function core.media_leftovers() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(found.media_id), '[]')
    from (
        select l.media_id
        from core.media_leftovers as l
        where l.since < now() - interval '1 hour'    -- a younger one may still be being written
        order by l.since
        limit 100
    ) as found;
$$;

comment on function core.media_leftovers is
'Ids of some pictures and sounds whose files are to be removed from Supabase Storage. The app removes them and then
calls core.forget_media_leftovers.';

revoke execute on function core.media_leftovers from public;
grant execute on function core.media_leftovers to authenticator;
