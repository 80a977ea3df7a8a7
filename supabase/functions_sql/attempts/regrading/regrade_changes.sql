create or replace function core.regrade_changes(
    quiz core.quizzes,
    rules jsonb,       -- as core.regrade_rules returns them
    attempts jsonb,    -- ids; null: all
    by_hand boolean    -- whether marks that were set by hand are replaced
) returns setof core.regrade_change
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with asked as materialized (
        select
            c.attempt_id,
            c.question_id,
            c.version,
            nullif(c.marked_version, c.version) as old_marked_version,
            c.ruling as old_ruling,
            rule.value ->> 'method' as method,
            (rule.value ->> 'version')::integer as key_version,
            c.response,
            a.fraction as old_fraction,
            a.points as old_answer_points,
            c.marked_by_hand,
            t.negative_marking,
            c.points as old_points,
            c.max_points as old_max_points
        from core.attempts as t
        inner join core.counted_answers as c on c.attempt_id = t.id
        inner join jsonb_array_elements(rules) as rule (value)
            on (rule.value ->> 'question_id')::uuid = c.question_id
        left join core.answers as a
            on a.attempt_id = c.attempt_id and a.question_id = c.question_id and a.deleted_at is null
        where t.quiz_id = quiz.id and t.state in ('in_progress', 'finished') and t.deleted_at is null
            and (attempts is null or attempts ? t.id::text)
            and (
                jsonb_typeof(rule.value -> 'versions') is distinct from 'array'
                or rule.value -> 'versions' @> to_jsonb(c.version)
            )
    ),

    -- Many takers gave the same response: each is marked once
    responses as (
        select distinct
            asked.question_id,
            asked.version,
            asked.key_version,
            asked.response
        from asked
        where asked.method = 'key' and asked.response is not null
    ),

    -- Subqueries keep the planner's estimate of how many responses there are, which it needs to join them by hashes
    marks as materialized (
        select
            r.*,
            (
                select core.is_carried(v, k, r.response)
                from core.question_versions as v
                inner join core.question_versions as k on k.question_id = v.question_id and k.version = r.key_version
                where v.question_id = r.question_id and v.version = r.version
            ) as carried,
            (
                select core.mark_by(v, k, r.response)
                from core.question_versions as v
                inner join core.question_versions as k on k.question_id = v.question_id and k.version = r.key_version
                where v.question_id = r.question_id and v.version = r.version
            ) as fraction
        from responses as r
    ),

    reached as (
        select
            asked.*,
            asked.response is not null as answered,
            v.points as worth,
            core.is_scored(v.kind) as scored,
            case
                when asked.marked_by_hand and (
                    not regrade_changes.by_hand
                    or core.is_marked_by_hand(v.kind) and asked.method = 'key'   -- no key marks it
                ) then 'by_hand'
                when asked.method <> 'key' then null
                when k.kind <> v.kind or not m.carried then 'not_offered'
            end as kept,
            case when k.kind = v.kind then nullif(k.version, asked.version) else asked.old_marked_version
            end as keyed_version,
            case when m.carried then m.fraction else asked.old_fraction end as new_fraction
        from asked
        inner join core.question_versions as v on v.question_id = asked.question_id and v.version = asked.version
        inner join core.question_versions as k on k.question_id = asked.question_id and k.version = asked.key_version
        left join marks as m
            on m.question_id = asked.question_id and m.version = asked.version and m.response = asked.response
    ),

    ruled as (
        select
            reached.*,
            case when reached.method = 'key' then reached.keyed_version else reached.old_marked_version end as marked,
            nullif(reached.method, 'key')::core.ruling as ruling,
            case
                when reached.method = 'key'
                    then core.question_points(reached.new_fraction, reached.worth, reached.negative_marking)
                else reached.old_answer_points
            end as answer_points
        from reached
    )

    select
        ruled.attempt_id,
        ruled.question_id,
        ruled.version,
        ruled.marked,
        ruled.ruling,
        ruled.new_fraction,
        ruled.answer_points,
        ruled.old_points,
        counts.points,
        ruled.old_max_points,
        counts.max_points,
        ruled.kept,
        ruled.kept is distinct from 'by_hand' and (
            (ruled.marked, ruled.ruling, counts.points, counts.max_points)
            is distinct from (ruled.old_marked_version, ruled.old_ruling, ruled.old_points, ruled.old_max_points)
        )
    from ruled
    cross join lateral (
        select
            case
                when ruled.kept = 'by_hand' then ruled.old_points
                when not ruled.scored or ruled.ruling = 'void' then null
                when ruled.ruling = 'full_points' then ruled.worth
                when ruled.answered then ruled.answer_points
                else 0
            end as points,
            case
                when ruled.kept = 'by_hand' then ruled.old_max_points
                when ruled.scored and ruled.ruling is distinct from 'void' then ruled.worth
                else 0
            end as max_points
    ) as counts;
$$;

comment on function core.regrade_changes is
'What a regrade does to each question of each attempt in its reach: those that are finished or in progress. A dry run
shows these rows, and public.regrade_quiz writes them. A key marks the responses as they were given; points and negative
marking stay those of the attempt. not_offered: the version with the key does not take the response, because a choice of
it is gone, the kind is another, or a text was erased with its account; its mark stays.';
