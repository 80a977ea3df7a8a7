create or replace function public.list_topics(
    q text default null,               -- words to look for in the topics; null: all
    others text[] default '{}'         -- topics of another server, which are listed after those of the bank
) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    with wanted as materialized (
        select case when q is not null then core.checked_query(q, core.title_query(q)) end as query
    ),

    counted as (
        select
            t.topic,
            count(*) as questions,
            jsonb_build_object(
                'easy', count(*) filter (where t.difficulty = 'easy'),
                'medium', count(*) filter (where t.difficulty = 'medium'),
                'hard', count(*) filter (where t.difficulty = 'hard')
            ) as difficulties,
            (
                select jsonb_object_agg(k.kind, k.questions)
                from (
                    select u.kind, count(*) as questions
                    from core.trivia_questions as u
                    where u.topic = t.topic
                    group by u.kind
                ) as k
            ) as kinds
        from core.trivia_questions as t
        group by t.topic
    ),

    listed as (
        select c.topic, c.questions, to_jsonb(c) as item from counted as c
        union all
        select o.topic, null, jsonb_build_object('topic', o.topic)
        from (select distinct unnest(others) as topic) as o
        where o.topic not in (select c.topic from counted as c)
    )

    select jsonb_build_object(
        'topics',
        coalesce(jsonb_agg(l.item order by l.questions is null, l.topic) filter (where l.item is not null), '[]'),
        'questions', coalesce(sum(l.questions), 0)
    )
    from wanted as w
    left join listed as l on w.query is null or core.title_words(l.topic) @@ w.query;
$$;

comment on function public.list_topics is
'The topics of the bank, with the number of questions of each, also by difficulty and by kind: {"topics": [{"topic",
"questions", …}], "questions": how many in all}. With q, only the topics with these words. PT422 nothing_to_search,
too_long.';

revoke execute on function public.list_topics from public;
grant execute on function public.list_topics to anon, authenticated;
