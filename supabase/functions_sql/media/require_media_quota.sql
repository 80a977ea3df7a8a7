create or replace function core.require_media_quota(
    person uuid,
    size_bytes bigint default 0   -- of what is to be added
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('media.max_per_person');
    most_mib bigint := core.setting('media.max_mib_per_person');
    there record;
begin
    -- without this lock, concurrent requests could exceed the limit
    perform pg_advisory_xact_lock(hashtextextended('media ' || person, 0));
    select count(*) as files, coalesce(sum(m.size_bytes), 0) as bytes
    into there
    from core.media as m
    where m.owner_id = person;
    if there.files >= most then
        perform core.fail(409, 'too_many_media', format(
            'You have %s pictures and sounds, and more are not allowed. Delete some that no question needs.', most
        ));
    end if;
    if there.bytes + size_bytes > most_mib * 1024 * 1024 then
        perform core.fail(409, 'media_too_large', format(
            'Your pictures and sounds may have %s MiB in all. Delete some that no question needs.', most_mib
        ));
    end if;
end;
$$;

comment on function core.require_media_quota is
'Refuses a picture or sound by which the person would have more of them, or more bytes, than are allowed. PT409
too_many_media, media_too_large.';
