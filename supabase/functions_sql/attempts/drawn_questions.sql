create or replace function core.drawn_questions(quiz core.quizzes, seed integer) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when quiz.shuffle_questions then core.shuffled(seed::text, array_agg(q.id::text order by q.position, q.id))
        else array_agg(q.id::text order by q.position, q.id)
    end
    from core.questions as q
    where q.quiz_id = quiz.id and q.deleted_at is null;
$$;

comment on function core.drawn_questions is 'The ids of a quiz''s questions in the order that this seed gives.';
