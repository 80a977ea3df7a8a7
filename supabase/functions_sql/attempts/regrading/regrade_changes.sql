create or replace function core.regrade_changes(
    quiz core.quizzes,
    rules jsonb,       -- as core.regrade_rules returns them
    attempts jsonb,    -- ids; null: all
    by_hand boolean    -- whether marks that were set by hand are replaced
) returns setof core.regrade_change
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    -- places: of the rules. Each drawn question finds its own, in no join that could be a bad one
    with places as materialized (
        select array_agg((listed.rule ->> 'question_id')::uuid order by listed.n) as questions
        from jsonb_array_elements(rules) with ordinality as listed (rule, n)
    ),

    asked as materialized (
        select
            c.attempt_id,
            c.question_id,
            c.version,
            nullif(c.marked_version, c.version) as old_marked_version,
            c.ruling as old_ruling,
            found.rule ->> 'method' as method,
            (found.rule ->> 'version')::integer as key_version,
            c.response,
            a.fraction as old_fraction,
            a.points as old_answer_points,
            c.marked_by_hand,
            t.negative_marking,
            c.points as old_points,
            c.max_points as old_max_points
        from core.attempts as t
        inner join core.counted_answers as c on c.attempt_id = t.id
        cross join places
        cross join lateral (select rules -> array_position(places.questions, c.question_id) - 1 as rule) as found
        left join core.answers as a
            on a.attempt_id = c.attempt_id and a.question_id = c.question_id and a.deleted_at is null
        where t.quiz_id = quiz.id and t.state in ('in_progress', 'finished') and t.deleted_at is null
            and case when attempts is null then true else attempts ? t.id::text end
            and found.rule is not null
            and (
                jsonb_typeof(found.rule -> 'versions') is distinct from 'array'
                or found.rule -> 'versions' @> to_jsonb(c.version)
            )
    ),

    numbered as (
        select
            asked.*,
            row_number() over (
                partition by asked.question_id, asked.version, asked.key_version, asked.response
            ) as nth_equal
        from asked
    ),

    -- Many takers gave the same response: the first of them is marked. A window hands its mark to the others, because a
    -- join, whose size the planner can't know, would compare each response with all others in a nested loop.
    marked_once as (
        select
            n.*,
            n.response is not null as answered,
            v.points as worth,
            v.kind,
            k.kind as key_kind,
            core.is_scored(v.kind) as scored,
            case when n.nth_equal = 1 and n.method = 'key' and n.response is not null
                then core.is_carried(v, k, n.response)
            end as first_carried,
            case when n.nth_equal = 1 and n.method = 'key' and n.response is not null
                then core.mark_by(v, k, n.response)
            end as first_fraction
        from numbered as n
        inner join core.question_versions as v on v.question_id = n.question_id and v.version = n.version
        inner join core.question_versions as k on k.question_id = n.question_id and k.version = n.key_version
    ),

    marked as (
        select
            m.*,
            bool_or(m.first_carried) over equals as carried,
            max(m.first_fraction) over equals as fraction
        from marked_once as m
        window equals as (partition by m.question_id, m.version, m.key_version, m.response)
    ),

    reached as (
        select
            m.*,
            case
                when m.marked_by_hand and (
                    not regrade_changes.by_hand
                    or core.is_marked_by_hand(m.kind) and m.method = 'key'   -- no key marks it
                ) then 'by_hand'
                when m.method <> 'key' then null
                when m.key_kind <> m.kind or not m.carried then 'not_offered'
            end as kept,
            case when m.key_kind = m.kind then nullif(m.key_version, m.version) else m.old_marked_version
            end as keyed_version,
            case when m.carried then m.fraction else m.old_fraction end as new_fraction
        from marked as m
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
