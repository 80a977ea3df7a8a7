create or replace function core.distribution(room_id uuid, number integer) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when v.kind = 'word_cloud' then core.shown_words(counted.counts, q.hidden_words, r.profanity_filter)
        else counted.counts
    end
    from core.room_questions as q
    inner join core.rooms as r on r.id = q.room_id
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
    cross join lateral core.response_counts(
        v.kind, v.choices, given.responses, core.setting('live.distribution_size')::integer, given.times, v.display
    ) as counted (counts)
    where q.room_id = distribution.room_id and q.number = distribution.number;
$$;

comment on function core.distribution is
'How many players gave each response, without kicked players, as core.response_counts counts them. A word
cloud is without the words that the hosts hide and, where the room filters nicknames, without what that filter blocks.';
