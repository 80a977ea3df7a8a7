create or replace function core.folders_within(
    folder_id uuid,
    out id uuid,
    out level integer     -- 0: the folder itself
) returns setof record
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with recursive within as (
        select
            f.id,
            0 as level
        from core.folders as f
        where f.id = folders_within.folder_id
        union all
        select
            f.id,
            w.level + 1
        from within as w
        inner join core.folders as f on f.parent_id = w.id
    )

    select
        w.id,
        w.level
    from within as w;
$$;

comment on function core.folders_within is 'A folder and those in it, however deep, with their levels below it.';
