create or replace function core.number_readings(
    attempt core.attempts,
    answers jsonb           -- [{"question_id", "response"}], as core.store_answers takes them
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'question_id', aq.question_id,
        'position', aq.position,
        'number', core.read_number(given.answer -> 'response')::double precision,
        'message', core.number_reading(given.answer -> 'response')
    ) order by aq.position), '[]')
    from jsonb_array_elements(answers) as given (answer)
    inner join core.draws as aq
        on aq.attempt_id = attempt.id and aq.question_id::text = lower(given.answer ->> 'question_id')
    inner join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
    where v.kind in ('numeric', 'slider') and core.number_reading(given.answer -> 'response') is not null;
$$;

comment on function core.number_readings is
'How the numbers in answers were read, where they were typed in another way: [{"question_id", "position", "number",
"message"}].';
