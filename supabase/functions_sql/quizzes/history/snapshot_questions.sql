create or replace function core.snapshot_questions(
    snapshot core.quiz_snapshots
) returns table (question_id uuid, version integer, n integer, is_there boolean, current_version integer)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select
        coalesce(kept.question_id, q.id), kept.version, kept.n::integer,
        q.id is not null and q.deleted_at is null, q.version
    from unnest(snapshot.question_ids, snapshot.question_versions)
        with ordinality as kept (question_id, version, n)
    full join (
        select z.id, z.version, z.deleted_at
        from core.questions as z
        where z.quiz_id = snapshot.quiz_id and (z.deleted_at is null or z.id = any (snapshot.question_ids))
    ) as q on q.id = kept.question_id;
$$;

comment on function core.snapshot_questions is
'The questions of a snapshot and those that the quiz has now: the version and the place in the snapshot (null: it is not
in it), whether the quiz has it now, and its version now.';
