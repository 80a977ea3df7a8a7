create or replace function core.create_media(
    owner uuid,
    kind core.media_kind,
    media_type text,
    alt text,
    file_hash text,        -- of the file that was sent
    width integer,         -- null: a sound
    height integer,
    bytes bytea,           -- null: it is in Supabase Storage
    small_bytes bytea,     -- null: no small variant, or it is there
    stored_id uuid default null,         -- under which core.begin_media_file has begun to store it there
    stored_bytes integer default null,   -- of its files there together
    stored_small boolean default null    -- whether one of them is a small variant
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    total integer := coalesce(stored_bytes, octet_length(bytes) + coalesce(octet_length(small_bytes), 0));
    media core.media;
begin
    alt := core.alt_text(alt);
    update core.media as m
    set alt = create_media.alt
    where m.owner_id = owner and m.hash = file_hash
    returning m.* into media;
    if found then
        return core.media_json(media);
    end if;
    perform core.require_media_quota(owner, total);
    insert into core.media as m (
        id, owner_id, kind, media_type, alt, hash, width, height, size_bytes, bytes, small_bytes, has_small, stored_in
    )
    values (
        coalesce(stored_id, gen_random_uuid()), owner, kind, media_type, alt, file_hash, width, height, total, bytes,
        small_bytes, coalesce(stored_small, small_bytes is not null),
        case when stored_id is not null then 'supabase' end
    )
    on conflict (owner_id, hash) do update set alt = excluded.alt   -- sent twice at the same time
    returning m.* into media;
    delete from core.media_leftovers as l where l.media_id = media.id;
    return core.media_json(media);
end;
$$;

comment on function core.create_media is
'Keeps a picture or sound that the app has checked and encoded, and returns it. A file that the person has sent before
is kept once, and gets this alt text. For the app, which has checked the caller with may_upload_media. PT409
too_many_media, media_too_large; PT422 missing_alt, too_long.';

revoke execute on function core.create_media from public;
grant execute on function core.create_media to authenticator;
