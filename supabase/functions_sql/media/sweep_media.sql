create or replace function core.sweep_media(most integer) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    deleted integer;
begin
    delete from core.media as m
    where m.id in (
        select old.id
        from core.media as old
        inner join core.profiles as p on p.id = old.owner_id
        where not core.media_in_use(old.id)
            and (
                p.deleted_at is not null
                or old.created_at < now() - core.setting('media.unused_kept_days') * interval '1 day'
            )
        limit most
        for update of old skip locked
    );
    get diagnostics deleted = row_count;
    return deleted;
end;
$$;

comment on function core.sweep_media is
'Deletes pictures and sounds that no question refers to: those of deleted accounts, and others after
media.unused_kept_days. Returns how many it deleted, at most so many.';

revoke execute on function core.sweep_media from public;
