create or replace function core.quiz_subject(quiz_id uuid) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((
        select max(s.subject)
        from (
            select q.subject, count(*) as questions, sum(count(*)) over () as all_questions
            from core.questions as q
            where q.quiz_id = quiz_subject.quiz_id and q.deleted_at is null and core.is_scored(q.kind)
            group by q.subject
        ) as s
        where 2 * s.questions > s.all_questions
    ), '');
$$;

comment on function core.quiz_subject is
'What more than half of the questions of a quiz that are scored are about, on whose boards its results count. Empty:
nothing.';
