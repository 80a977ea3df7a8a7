create or replace function core.require_upload_quota(person uuid) returns void
language plpgsql
set search_path = ''
as $$
declare
    most bigint := core.setting('upload.max_per_person');
begin
    perform pg_advisory_xact_lock(hashtextextended('uploads ' || person, 0));   -- two at once could both be the last
    if (select count(*) from core.uploads as u where u.owner_id = person) >= most then
        perform core.fail(409, 'too_many_uploads', format(
            'You have %s uploads, which is the most. Delete some; deleted ones stop counting after %s days.',
            most, core.setting('upload.kept_days')
        ));
    end if;
end;
$$;

comment on function core.require_upload_quota is
'PT409 too_many_uploads for a person who has the most that are allowed. Deleted ones count as long as their files are
kept.';
