create or replace function core.purge_uploads(upload_ids uuid[]) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    purged uuid[];
begin
    purged := array(
        select u.id
        from core.uploads as u
        where u.id = any (upload_ids) and u.deleted_at < core.uploads_kept_since()
        for update skip locked      -- a locked upload is being purged by another process
    );
    delete from core.jobs as j where j.upload_id = any (purged);
    delete from core.uploads as u where u.id = any (purged);
    return cardinality(purged);
end;
$$;

comment on function core.purge_uploads is
'Purges those of these uploads that can''t be restored any more, and returns how many. Their files must have been
removed before. Questions made from them stay, with their citations.';

revoke execute on function core.purge_uploads from public;
grant execute on function core.purge_uploads to authenticator;
