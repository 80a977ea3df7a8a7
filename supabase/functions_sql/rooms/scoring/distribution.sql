create or replace function core.distribution(room_id uuid, number integer) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select core.response_counts(
        v.kind, v.choices, given.responses, core.setting('live.distribution_size')::integer, given.times, v.display
    )
    from core.room_questions as q
    inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
    cross join lateral (
        select coalesce(array_agg(grouped.response), '{}') as responses, array_agg(grouped.times) as times
        from (
            select a.response, count(*) as times
            from core.live_answers as a
            where a.room_id = distribution.room_id and a.number = distribution.number
                and a.player_id not in (
                    select p.id from core.players as p
                    where p.room_id = distribution.room_id and p.kicked_at is not null
                )
            group by a.response
        ) as grouped
    ) as given
    where q.room_id = distribution.room_id and q.number = distribution.number;
$$;

comment on function core.distribution is
'How many players gave each response, without kicked players, as core.response_counts counts them.';
