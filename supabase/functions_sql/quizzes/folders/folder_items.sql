create or replace function core.folder_items(
    person uuid,
    out id uuid,
    out item jsonb,
    out path text[]     -- what the list is sorted by: each folder is followed by those in it
) returns setof record
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with recursive listed as (
        select
            f.*,
            1 as level,
            array[f.id] as around,
            array[core.sort_key(f.name), f.name] as path
        from core.folders as f
        where f.owner_id = person and f.parent_id is null
        union all
        select
            f.*,
            l.level + 1,
            l.around || f.id,
            l.path || array[core.sort_key(f.name), f.name]
        from listed as l
        inner join core.folders as f on f.owner_id = person and f.parent_id = l.id
    ),

    counted as (
        select
            a.id,
            count(*) filter (where a.id = l.id) as here,
            count(*) as in_all
        from core.filed_quizzes as z
        inner join listed as l on l.id = z.folder_id
        inner join core.quiz_roles as r on r.quiz_id = z.quiz_id and r.user_id = person
        inner join core.quizzes as q on q.id = z.quiz_id and q.deleted_at is null
            and (q.archived_at is null or q.owner_id <> person)
        cross join unnest(l.around) as a (id)
        where z.user_id = person
        group by a.id
    )

    select
        l.id,
        jsonb_build_object(
            'id', l.id, 'name', l.name, 'parent_id', l.parent_id, 'level', l.level,
            'quiz_count', coalesce(c.here, 0), 'quiz_count_in_all', coalesce(c.in_all, 0),
            'created_at', l.created_at, 'updated_at', l.updated_at
        ),
        l.path
    from listed as l
    left join counted as c on c.id = l.id;
$$;

comment on function core.folder_items is
'The folders of a person as JSON, with how many quizzes are in each, and in each and the folders in it. Deleted quizzes,
and archived ones of that person, are not counted.';
