create or replace function core.regrade_rules(
    quiz core.quizzes,
    regrade jsonb   -- {"questions"?: [{"question_id", "method"?, "version"?, "versions"?}], "attempts"?, "by_hand"?}
) returns jsonb     -- [{"question_id", "method", "version", "versions"}]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    rules jsonb;
    wrong jsonb;
begin
    if jsonb_typeof(regrade) is distinct from 'object' then
        perform core.fail(422, 'invalid_regrade', 'A regrade must be an object.');
    end if;
    perform core.refuse_unknown_fields(regrade, '{questions,attempts,by_hand}');
    if jsonb_typeof(coalesce(regrade -> 'by_hand', 'false')) <> 'boolean' then
        perform core.fail(422, 'invalid_regrade', '“by_hand” must be true or false.');
    end if;
    if coalesce(regrade -> 'attempts', 'null') <> 'null' and (
        jsonb_typeof(regrade -> 'attempts') <> 'array' or jsonb_array_length(regrade -> 'attempts') > 10000
    ) then
        perform core.fail(422, 'invalid_regrade', 'attempts must be a list of at most 10,000 ids.');
    end if;
    if coalesce(regrade -> 'questions', 'null') = 'null' then
        return coalesce((
            select jsonb_agg(jsonb_build_object(
                'question_id', q.id, 'method', 'key', 'version', q.version, 'versions', null
            ) order by q.position)
            from core.questions as q
            where q.quiz_id = quiz.id and q.deleted_at is null
        ), '[]');
    end if;

    rules := regrade -> 'questions';
    if jsonb_typeof(rules) <> 'array' or jsonb_array_length(rules) = 0
        or jsonb_array_length(rules) > core.setting('quiz.max_questions') then
        perform core.fail(
            422, 'invalid_regrade', 'questions must be a list of at least one {"question_id", "method"}.'
        );
    end if;
    select r.value into wrong
    from jsonb_array_elements(rules) as r (value)
    where case
        when jsonb_typeof(r.value) <> 'object' then true
        when exists (
            select from jsonb_object_keys(r.value) as f (name)
            where f.name <> all ('{question_id,method,version,versions}')
        ) then true
        when coalesce(r.value ->> 'method', 'key') not in ('key', 'full_points', 'void') then true
        when coalesce(jsonb_typeof(r.value -> 'version'), 'null') not in ('null', 'number') then true
        else coalesce(jsonb_typeof(r.value -> 'versions'), 'null') not in ('null', 'array')
    end
    limit 1;
    if wrong is not null then
        perform core.fail(
            422, 'invalid_regrade',
            'A question is {"question_id", "method": key, full_points or void, "version"?, "versions"?: [number]}.'
        );
    end if;

    select r.value into wrong
    from jsonb_array_elements(rules) as r (value)
    where not exists (
        select from core.questions as q where q.quiz_id = quiz.id and q.id::text = lower(r.value ->> 'question_id')
    )
    limit 1;
    if wrong is not null then
        perform core.fail(404, 'question_not_found', 'A question of this regrade is not in the quiz.');
    end if;
    if (select count(distinct lower(r.value ->> 'question_id')) from jsonb_array_elements(rules) as r (value))
        < jsonb_array_length(rules) then
        perform core.fail(422, 'invalid_regrade', 'The same question is there twice.');
    end if;
    select jsonb_agg(jsonb_build_object(
        'question_id', q.id,
        'method', coalesce(r.value ->> 'method', 'key'),
        'version', v.version,
        'versions', nullif(r.value -> 'versions', 'null')
    ) order by r.place)
    into rules
    from jsonb_array_elements(rules) with ordinality as r (value, place)
    inner join core.questions as q on q.quiz_id = quiz.id and q.id::text = lower(r.value ->> 'question_id')
    left join core.question_versions as v
        on v.question_id = q.id
        and to_jsonb(v.version) = coalesce(nullif(r.value -> 'version', 'null'), to_jsonb(q.version));
    if exists (select from jsonb_array_elements(rules) as r (value) where r.value ->> 'version' is null) then
        perform core.fail(404, 'version_not_found', 'A question of this regrade never had this version.');
    end if;
    return rules;
end;
$$;

comment on function core.regrade_rules is
'The questions of a regrade, checked, each with a method and the version whose key marks. Without questions: all of the
quiz, by their current keys. PT422 invalid_regrade, unknown_field; PT404 question_not_found, version_not_found.';
