create or replace function core.counted_result(
    rule core.counting_attempt,
    pass_mark numeric,         -- the quiz's, for the average; an attempt knows whether it was passed
    taken core.attempts[]     -- finished ones of one person at one quiz
) returns table (
    attempts bigint,
    attempt_id uuid,
    score numeric,
    max_score numeric,
    part numeric,
    passed boolean,
    finished_at timestamptz
)
language sql immutable
begin atomic
    select
        count(*) as attempts,
        -- no single attempt counts if the average does
        max(case when p.place = 1 and rule <> 'average' then p.id::text end)::uuid as attempt_id,
        round(
            case when rule = 'average' then avg(p.score) else max(p.score) filter (where p.place = 1) end, 4
        ) as score,
        round(
            case when rule = 'average' then avg(p.max_score) else max(p.max_score) filter (where p.place = 1) end, 2
        ) as max_score,
        round(case when rule = 'average' then avg(p.part) else max(p.part) filter (where p.place = 1) end, 6) as part,
        case
            when rule = 'average' then round(avg(p.part), 6) * 100 >= pass_mark
            else bool_or(p.passed) filter (where p.place = 1)
        end as passed,
        max(p.finished_at) filter (where p.place = 1 or rule = 'average') as finished_at
    from (
        select
            t.id,
            t.score,
            t.max_score,
            t.passed,
            t.finished_at,
            coalesce(t.score / nullif(t.max_score, 0), 0) as part,
            row_number() over (
                order by
                    case rule when 'first' then t.number when 'last' then -t.number end,
                    coalesce(t.score / nullif(t.max_score, 0), 0) desc,
                    t.number
            ) as place
        from unnest(taken) as t
    ) as p
    having count(*) > 0;
end;

comment on function core.counted_result is $$
The result that counts of attempts by a person at a quiz: of the best, the last or the first one, or the average of
all. No row without attempts.
> select score, part from core.counted_result('last', null, array[
>   jsonb_populate_record(null::core.attempts, '{"number": 1, "score": 4, "max_score": 4}'),
>   jsonb_populate_record(null::core.attempts, '{"number": 2, "score": 3, "max_score": 4}')])
3.0000 | 0.750000
$$;

-- these roles read core.standings, which calls it
grant execute on function core.counted_result to authenticated, service_role, dashboard_reader;
