create or replace function core.answer_versions(
    attempt core.attempts,
    answers jsonb            -- [{"question_id"}], as core.store_answers takes them
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_object_agg(a.question_id, a.version), '{}')
    from jsonb_array_elements(answers) as given (answer)
    inner join core.answers as a
        on a.attempt_id = attempt.id and a.question_id::text = lower(given.answer ->> 'question_id');
$$;

comment on function core.answer_versions is
'The versions that the answers to these questions have now, by question id; of answers that were withdrawn too. A client
names them with its next changes, so that it never overwrites a newer answer of another device.';
