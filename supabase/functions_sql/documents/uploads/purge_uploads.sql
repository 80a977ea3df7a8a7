create or replace function core.purge_uploads(upload_ids uuid[]) returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
    purged uuid[];
begin
    purged := array(
        select u.id
        from core.uploads as u
        where u.id = any (upload_ids) and u.deleted_at < core.uploads_kept_since()
        for update skip locked      -- another process is purging it
    );
    delete from core.jobs as j where j.upload_id = any (purged);
    delete from core.uploads as u where u.id = any (purged);
    return cardinality(purged);
end;
$$;

comment on function core.purge_uploads is
'Removes uploads that were deleted long ago, after their files were removed; returns how many. Questions made from them
stay, with their citations.';

revoke execute on function core.purge_uploads from public;
grant execute on function core.purge_uploads to authenticator;
