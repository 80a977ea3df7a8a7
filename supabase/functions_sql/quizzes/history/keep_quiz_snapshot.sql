create or replace function core.keep_quiz_snapshot() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    latest core.quiz_snapshots;
    fresh core.quiz_snapshots;
begin
    select
        new.id, new.title, new.description, new.text_format, new.sections, core.caller_id(),
        coalesce(array_agg(q.id order by q.position), '{}'), coalesce(array_agg(q.version order by q.position), '{}')
    into
        fresh.quiz_id, fresh.title, fresh.description, fresh.text_format, fresh.sections, fresh.saved_by,
        fresh.question_ids, fresh.question_versions
    from core.questions as q
    where q.quiz_id = new.id and q.deleted_at is null;
    select * into latest
    from core.quiz_snapshots as s
    where s.quiz_id = new.id
    order by s.saved_at desc, s.begun_at desc
    limit 1;
    if core.same_content(latest, fresh) then
        return null;
    end if;
    if
        latest.id is null or latest.is_complete
        or latest.saved_by is distinct from fresh.saved_by
        or (latest.saved_at < now() and cardinality(fresh.question_ids) < cardinality(latest.question_ids))
        or latest.saved_at < now() - core.setting('history.pause_s') * interval '1 s'
        or latest.begun_at < now() - core.setting('history.longest_s') * interval '1 s'
    then
        insert into core.quiz_snapshots (
            quiz_id, saved_by, title, description, text_format, sections, question_ids, question_versions
        )
        values (
            fresh.quiz_id, fresh.saved_by, fresh.title, fresh.description, fresh.text_format, fresh.sections,
            fresh.question_ids, fresh.question_versions
        );
        delete from core.quiz_snapshots as s
        where s.id in (
            select older.id
            from core.quiz_snapshots as older
            where older.quiz_id = new.id
            order by older.saved_at desc, older.begun_at desc
            offset core.setting('history.max_per_quiz')
        );
        return null;
    end if;
    update core.quiz_snapshots as s
    set saved_at = now(), title = fresh.title, description = fresh.description, text_format = fresh.text_format,
        sections = fresh.sections, question_ids = fresh.question_ids, question_versions = fresh.question_versions
    where s.id = latest.id;
    return null;
end;
$$;

comment on function core.keep_quiz_snapshot is
'Keeps what a quiz is like after a change. Changes by one person that follow each other without a pause are one
snapshot, up to history.longest_s; one that takes questions away begins another.';

create or replace trigger keep_snapshot after update on core.quizzes
for each row when (old.version is distinct from new.version)
execute function core.keep_quiz_snapshot();
