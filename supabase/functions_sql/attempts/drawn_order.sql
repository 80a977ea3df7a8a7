create or replace function core.drawn_order(quiz core.quizzes, question core.questions, seed integer) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when core.is_shuffled(question.kind, quiz.shuffle_choices)
            then core.shuffled(seed || ':' || question.id, listed.ids)
        else listed.ids
    end
    from (
        select array(select choice.value ->> 'id' from jsonb_array_elements(question.choices) as choice (value)) as ids
    ) as listed;
$$;

comment on function core.drawn_order is
'The ids of a question''s choices in the order that this seed gives. The choices of an ordering are always shuffled.';
