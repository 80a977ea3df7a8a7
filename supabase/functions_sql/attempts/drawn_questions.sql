create or replace function core.drawn_questions(quiz core.quizzes, seed integer)
returns table (place bigint, question_id uuid, section integer)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with pool as (
        select
            q.id,
            q.position,
            found.n as section,
            quiz.sections -> found.n - 1 as rules,
            md5(seed || ':' || q.id) as lot
        from core.questions as q
        cross join lateral (
            select core.section_of(quiz.sections, q.tags, q.difficulty) as n offset 0   -- asked once
        ) as found
        where q.quiz_id = quiz.id and q.deleted_at is null and found.n is not null
    ),

    turns as (
        select pool.*, row_number() over (
            partition by pool.section
            order by
                case when pool.rules ->> 'draw' = 'once' then md5(quiz.id || ':' || pool.id) else pool.lot end,
                pool.id
        ) as turn
        from pool
    )

    select
        row_number() over (
            order by
                turns.section,
                case when coalesce((turns.rules -> 'shuffle')::boolean, quiz.shuffle_questions) then turns.lot end,
                turns.position,
                turns.id
        ),
        turns.id,
        turns.section
    from turns
    where turns.turn <= (turns.rules -> 'select')::integer or turns.rules -> 'select' is null;
$$;

comment on function core.drawn_questions is
'The questions that this seed draws from a quiz, in their order: section by section, as many of each as it selects. A
section that is drawn once draws the same ones with every seed, as long as the questions in it are the same.';
