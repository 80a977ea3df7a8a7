create or replace function core.note_media_leftover() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into core.media_leftovers (media_id) values (old.id) on conflict do nothing;
    return null;
end;
$$;

comment on function core.note_media_leftover is
'Notes that the files of a deleted picture or sound are to be removed from Supabase Storage.';

create or replace trigger note_media_leftover after delete on core.media
for each row
when (old.stored_in is not null)
execute function core.note_media_leftover();
