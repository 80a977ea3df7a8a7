create or replace function core.require_upload_room(person uuid) returns void
language plpgsql
set search_path = ''
as $$
declare
    most bigint := core.setting('upload.max_per_person');
begin
    perform pg_advisory_xact_lock(hashtextextended('uploads ' || person, 0));   -- two at once could both be the last one
    if (select count(*) from core.uploads as u where u.owner_id = person) >= most then
        perform core.fail(409, 'too_many_uploads', format(
            'You have %s uploads already. Delete some: they stop to count %s days later.', most, core.setting('upload.kept_days')
        ));
    end if;
end;
$$;

comment on function core.require_upload_room is 'PT409 too_many_uploads for somebody who has as many as one may have, deleted ones
included: their files are still there.';
