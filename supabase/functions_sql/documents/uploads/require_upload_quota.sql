create or replace function core.require_upload_quota(
    person uuid,
    size_bytes bigint default 0   -- of the file that is to be added
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('upload.max_per_person');
    most_mib bigint := core.setting('upload.max_mib_per_person');
    there record;
begin
    -- without this lock, concurrent requests could exceed the limit
    perform pg_advisory_xact_lock(hashtextextended('uploads ' || person, 0));
    select
        count(*) as uploads,
        coalesce(sum(u.size_bytes) filter (where u.stored_in is not null), 0) as bytes
    into there
    from core.uploads as u
    where u.owner_id = person;
    if there.uploads >= most then
        perform core.fail(409, 'too_many_uploads', format(
            'You have %s uploads, and more are not allowed. Delete some; they stop counting after %s days.',
            most, core.setting('upload.kept_days')
        ));
    end if;
    if there.bytes + coalesce(size_bytes, 0) > most_mib * 1024 * 1024 or there.bytes >= most_mib * 1024 * 1024 then
        perform core.fail(409, 'uploads_too_large', format(
            'Your files may have %s MiB in all. Delete some; a deleted file stops counting after %s days.',
            most_mib, core.setting('upload.kept_days')
        ));
    end if;
end;
$$;

comment on function core.require_upload_quota is
'Refuses an upload by which the person would have more uploads, or more bytes of files, than are allowed. Deleted ones
count until they are purged. PT409 too_many_uploads, uploads_too_large.';
