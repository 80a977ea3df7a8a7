create or replace function core.certificate_json(certificate core.certificates) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'code', certificate.code,
        'name', certificate.name,
        'quiz', q.title,
        'language', q.language,
        'percent', case when certificate.with_score then core.percent(t.score, t.max_score) end,
        'passed_at', t.finished_at
    )
    from core.attempts as t
    inner join core.quizzes as q on q.id = t.quiz_id
    where t.id = certificate.attempt_id and t.passed and t.deleted_at is null;
$$;

comment on function core.certificate_json is
'What a certificate says; percent is null if it does not say the score. Null as a whole if the attempt was deleted, or
is no longer passed since a regrade.';
