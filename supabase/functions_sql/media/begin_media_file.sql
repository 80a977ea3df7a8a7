create or replace function core.begin_media_file() returns uuid
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    insert into core.media_leftovers (media_id) values (gen_random_uuid()) returning media_id;
$$;

comment on function core.begin_media_file is
'The id under which the app may store a picture or sound in Supabase Storage, for core.create_media. If that never
comes, what was stored is removed later.';

revoke execute on function core.begin_media_file from public;
grant execute on function core.begin_media_file to authenticator;
