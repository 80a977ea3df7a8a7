create or replace function core.uploads_gone(upload_ids uuid[]) returns uuid[]
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select listed.id
        from unnest(upload_ids) as listed (id)
        where not exists (select from core.uploads as u where u.id = listed.id and u.deleted_at is null)
    );
$$;

comment on function core.uploads_gone is
'Which of these uploads are deleted or purged. A server asks it before it removes the pictures of their pages.';

revoke execute on function core.uploads_gone from public;
grant execute on function core.uploads_gone to authenticator;
