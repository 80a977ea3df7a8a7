create or replace function public.list_questions(
    quiz_id uuid,
    deleted boolean default false,    -- true: the deleted ones, which can be restored
    tag text default null,            -- only those with this tag
    difficulty text default null      -- only those of this difficulty
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
    words text[] := core.clean_tags(array[tag]);
begin
    perform core.require_words('difficulty', array[difficulty], enum_range(null::core.difficulty)::text[]);
    return (
        select jsonb_build_object(
            'items', coalesce(jsonb_agg(core.question_json(q) order by q.position, q.deleted_at), '[]'),
            'next_cursor', null, 'version', quiz.version
        )
        from core.questions as q
        where q.quiz_id = quiz.id and (q.deleted_at is not null) = coalesce(deleted, false)
            and (list_questions.difficulty is null or q.difficulty::text = list_questions.difficulty)
            and q.tags @> words
    );
end;
$$;

comment on function public.list_questions is
'All questions of a quiz of the caller''s, or those with a tag or of a difficulty, in order, with their answer keys:
{"items", "next_cursor": null, "version": of the quiz}. PT401 not_signed_in; PT403 not_the_owner; PT404
quiz_not_found; PT422 unknown_value.';

revoke execute on function public.list_questions from public, anon;
grant execute on function public.list_questions to authenticated;
