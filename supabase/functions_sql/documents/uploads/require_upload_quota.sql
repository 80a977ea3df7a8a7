create or replace function core.require_upload_quota(person uuid) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('upload.max_per_person');
begin
    -- without this lock, concurrent requests could exceed the limit
    perform pg_advisory_xact_lock(hashtextextended('uploads ' || person, 0));
    if (select count(*) from core.uploads as u where u.owner_id = person) >= most then
        perform core.fail(409, 'too_many_uploads', format(
            'You have %s uploads, and more are not allowed. Delete some; they stop counting after %s days.',
            most, core.setting('upload.kept_days')
        ));
    end if;
end;
$$;

comment on function core.require_upload_quota is
'Raises PT409 too_many_uploads if the person has as many uploads as one may have. Deleted uploads count until they are
purged.';
