create or replace function core.forget_media_leftovers(media_ids uuid[]) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    forgotten integer;
begin
    delete from core.media_leftovers as l where l.media_id = any (media_ids);
    get diagnostics forgotten = row_count;
    return forgotten;
end;
$$;

comment on function core.forget_media_leftovers is
'Forgets pictures and sounds whose files have been removed from Supabase Storage, and returns how many.';

revoke execute on function core.forget_media_leftovers from public;
grant execute on function core.forget_media_leftovers to authenticator;
