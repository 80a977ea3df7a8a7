create or replace function core.last_request(quiz core.quizzes) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select j.request || jsonb_build_object('sources', (
        select coalesce(jsonb_agg(s.value order by s.ordinality), '[]')
        from jsonb_array_elements(j.request -> 'sources') with ordinality as s
        inner join core.uploads as u on u.id = (s.value ->> 'upload_id')::uuid and u.deleted_at is null
    ))
    from core.jobs as j
    where j.quiz_id = quiz.id and j.kind = 'generate_questions'
    order by j.created_at desc
    limit 1;
$$;

comment on function core.last_request is
'The last generation request of a quiz, without the PDFs that have been deleted since. Null if there was none.';
