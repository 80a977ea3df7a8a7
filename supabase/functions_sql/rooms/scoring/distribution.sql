create or replace function core.distribution(room_id uuid, number integer) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    question core.question_versions;
    choice_order text[];
begin
    select v.* into question
    from core.room_questions as q
    inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
    where q.room_id = distribution.room_id and q.number = distribution.number;

    if question.kind in ('single_choice', 'multiple_choice', 'true_false', 'poll') then
        return (
            with given as materialized (
                select a.response, count(*) as times
                from core.live_answers as a
                where a.room_id = distribution.room_id and a.number = distribution.number
                    and a.player_id not in (
                        select p.id from core.players as p
                        where p.room_id = distribution.room_id and p.kicked_at is not null
                    )
                group by a.response
            )

            select jsonb_object_agg(choice.value ->> 'id', (
                select coalesce(sum(g.times), 0) from given as g where g.response ? (choice.value ->> 'id')
            ))
            from jsonb_array_elements(question.choices) as choice (value)
        );
    end if;

    return (
        select coalesce(jsonb_agg(
            jsonb_build_object('response', top.response, 'count', top.count) order by top.count desc, top.response
        ), '[]')
        from (
            select mode() within group (order by a.response) as response, count(*) as count
            from core.live_answers as a
            inner join core.players as p on p.id = a.player_id and p.kicked_at is null
            where a.room_id = distribution.room_id and a.number = distribution.number
            group by case question.kind
                when 'short_text' then to_jsonb(core.compared_text(a.response #>> '{}'))
                when 'numeric' then to_jsonb(core.read_number(a.response))
                else a.response
            end
            order by count(*) desc, mode() within group (order by a.response)
            limit core.setting('live.distribution_size')
        ) as top
    );
end;
$$;

comment on function core.distribution is
'How many players gave each response, without kicked players. For choices and polls: {choice id: players}. For a text, a
number or an order: the most frequent ones, [{"response", "count"}], each in its most frequent spelling.';
