create or replace function core.store_answers(
    attempt core.attempts,   -- in progress, locked by the caller
    answers jsonb            -- [{"question_id", "response", "version"?}]; a blank response withdraws an answer
) returns jsonb              -- the faults: [{"question_id", "position", "code", "message", "answer"}]
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    longest bigint := core.setting('quiz.max_response_bytes');
    faults jsonb;
begin
    if jsonb_typeof(answers) is distinct from 'array' then
        perform core.fail(422, 'invalid_answers', 'answers must be a list of {"question_id", "response"}.');
    end if;
    if jsonb_array_length(answers) > core.setting('quiz.max_questions') then
        perform core.fail(422, 'too_many_answers', 'There are more answers than a quiz may have questions.');
    end if;

    with given as (
        select
            item.place,
            lower(item.value ->> 'question_id') as question_id,
            item.value -> 'response' as response,
            item.value -> 'version' as version,
            count(*) over (partition by lower(item.value ->> 'question_id')) as times
        from jsonb_array_elements(answers) with ordinality as item (value, place)
    ),

    checked as (
        select
            given.place,
            given.question_id as named,
            plain.response,
            aq.question_id,
            aq.position,
            v.points,
            v as asked,
            k as keyed,
            shape.fault,
            case when saved.deleted_at is null then saved.response end as saved_response,
            coalesce(saved.version, 0) as saved_version,
            case
                when aq.question_id is null then 'question_not_found'
                when given.times > 1 then 'answered_twice'
                when given.response is null then 'missing_response'
                when octet_length(given.response::text) > longest then 'too_long'
                when given.version <> 'null' and given.version <> to_jsonb(coalesce(saved.version, 0))
                    and plain.response <> coalesce(case when saved.deleted_at is null then saved.response end, 'null')
                    then 'changed_since'
                when shape.fault is not null then 'invalid_response'
            end as code
        from given
        left join core.draws as aq
            on aq.attempt_id = attempt.id and aq.question_id::text = given.question_id
        left join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
        left join core.question_versions as k
            on k.question_id = aq.question_id and k.version = coalesce(aq.marked_version, aq.version)
        left join core.answers as saved on saved.attempt_id = attempt.id and saved.question_id = aq.question_id
        left join lateral (
            select case
                when octet_length(given.response::text) <= longest then core.plain_response(v.kind, given.response)
            end as response
        ) as plain on true
        left join lateral (
            select case
                when plain.response <> 'null' then core.check_response(v.kind, v.choices, plain.response, v.display)
            end as fault
        ) as shape on true
    ),

    marked as materialized (   -- mark once
        select checked.*, core.mark_by(checked.asked, checked.keyed, checked.response) as fraction
        from checked
        where checked.code is null and checked.response <> 'null'
    ),

    stored as (
        insert into core.answers as a (attempt_id, question_id, response, fraction, points)
        select
            attempt.id, marked.question_id, marked.response, marked.fraction,
            core.question_points(marked.fraction, marked.points, attempt.negative_marking)
        from marked
        on conflict (attempt_id, question_id) do update
        set
            response = excluded.response, fraction = excluded.fraction, points = excluded.points,
            saved_at = excluded.saved_at, deleted_at = null, version = a.version + 1,
            marked_by_hand = false, comment = null, rubric_points = null
        -- what was marked by hand or commented on, and is given again as it was, keeps that
        where a.deleted_at is not null or a.response <> excluded.response
            or not a.marked_by_hand and a.comment is null
    ),

    withdrawn as (
        update core.answers as a
        set deleted_at = now(), fraction = null, points = null, version = a.version + 1
        from checked
        where checked.code is null and checked.response = 'null'
            and a.attempt_id = attempt.id and a.question_id = checked.question_id and a.deleted_at is null
    )

    select jsonb_agg(jsonb_build_object(
        'question_id', left(checked.named, 100),
        'position', checked.position,
        'code', checked.code,
        'message', case checked.code
            when 'question_not_found' then 'This question is not one of the attempt''s.'
            when 'answered_twice' then 'This question is answered twice in one request.'
            when 'missing_response' then 'The response is missing.'
            when 'too_long' then 'The response is too long.'
            when 'changed_since' then 'This question has been answered since, on another device or in another tab.'
            else checked.fault
        end,
        'answer', case when checked.code = 'changed_since' then jsonb_build_object(
            'response', checked.saved_response, 'version', checked.saved_version
        ) end
    ) order by checked.place)
    into faults
    from checked
    where checked.code is not null;

    return coalesce(faults, '[]');
end;
$$;

comment on function core.store_answers is
'Stores and marks the answers without faults, and returns the faults of the others. An answer that was marked by hand
keeps its mark and its comment if the response is the same. The codes of faults:
question_not_found, answered_twice, missing_response, too_long, invalid_response; changed_since, if the item names
a version other than the saved answer has, and another response: then "answer" has what is saved. PT422 invalid_answers,
too_many_answers.';
