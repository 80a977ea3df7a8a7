create or replace function public.reorder_questions(
    quiz_id uuid,
    question_ids uuid[],    -- all questions of the quiz
    if_version integer default null    -- refuse the order unless this is the quiz's version
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    existing uuid[] := array(select q.id from core.questions as q where q.quiz_id = quiz.id and q.deleted_at is null);
    foreign_id uuid := min(id::text) from unnest(question_ids) as given (id) where id <> all (existing);
    twice uuid := min(id::text) from (
        select id from unnest(question_ids) as given (id) group by id having count(*) > 1
    ) as repeated;
begin
    perform core.require_version(quiz.version, if_version);
    if foreign_id is not null then
        perform core.fail(422, 'unknown_question', format('%s is not a question of this quiz.', foreign_id));
    end if;
    if twice is not null then
        perform core.fail(422, 'repeated_question', format('%s is in the list twice.', twice));
    end if;
    if
        coalesce(cardinality(question_ids), 0) <> cardinality(existing)
        or array_position(question_ids, null) is not null
    then
        perform core.fail(422, 'incomplete_order', format(
            'The list must have all %s questions of the quiz; it has %s.', cardinality(existing),
            coalesce(cardinality(question_ids), 0)
        ));
    end if;
    update core.questions as q
    set position = given.n
    from unnest(question_ids) with ordinality as given (id, n)
    where q.id = given.id and q.position <> given.n;
    return jsonb_build_object(
        'question_ids', to_jsonb(question_ids),
        'version', (select z.version from core.quizzes as z where z.id = quiz.id)
    );
end;
$$;

comment on function public.reorder_questions is
'Puts the questions of a quiz of the caller''s in this order, and returns {"question_ids", "version": of the
quiz}. PT401 not_signed_in; PT403
not_the_owner; PT404 quiz_not_found; PT412 changed_since; PT422 unknown_question, repeated_question, incomplete_order.';

revoke execute on function public.reorder_questions from public, anon;
grant execute on function public.reorder_questions to authenticated;
