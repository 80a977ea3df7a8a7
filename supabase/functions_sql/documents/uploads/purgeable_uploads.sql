create or replace function core.purgeable_uploads(
    stores text[]      -- the stores whose files the caller can remove
) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', found.id, 'stored_in', found.stored_in)), '[]')
    from (
        select u.id, u.stored_in
        from core.uploads as u
        where u.deleted_at < core.uploads_kept_since()
            and (u.stored_in is null or u.stored_in::text = any (stores))
        order by u.deleted_at
        limit 100
    ) as found;
$$;

comment on function core.purgeable_uploads is
'Some uploads that can''t be restored any more: [{"id", "stored_in"}]. The caller removes their files and then calls
core.purge_uploads.';

revoke execute on function core.purgeable_uploads from public;
grant execute on function core.purgeable_uploads to authenticator;
