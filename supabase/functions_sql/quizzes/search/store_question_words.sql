create or replace function core.store_question_words(question_ids uuid[]) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    insert into core.question_words as w (question_id, quiz_id, words)
    select
        q.id,
        q.quiz_id,
        core.quiz_words(
            q.prompt, q.tags, concat_ws(' ', q.subject, core.question_texts(q), q.explanation), z.language
        )
    from core.questions as q
    inner join core.quizzes as z on z.id = q.quiz_id
    where q.id = any (question_ids)
    on conflict (question_id) do update set words = excluded.words;
$$;

comment on function core.store_question_words is 'Stores what these questions are found by.';
