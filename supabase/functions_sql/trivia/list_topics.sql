create or replace function public.list_topics() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    with counted as (
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
    )

    select jsonb_build_object(
        'topics', coalesce(jsonb_agg(to_jsonb(counted) order by counted.topic), '[]'),
        'questions', coalesce(sum(counted.questions), 0)
    )
    from counted;
$$;

comment on function public.list_topics is
'The topics of the bank, with the number of questions of each, also by difficulty and by kind: {"topics": [{"topic",
"questions", …}], "questions": how many in all}.';

revoke execute on function public.list_topics from public;
grant execute on function public.list_topics to anon, authenticated;
