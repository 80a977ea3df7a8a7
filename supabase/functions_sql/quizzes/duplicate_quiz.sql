create or replace function public.duplicate_quiz(
    quiz_id uuid,
    title text default null     -- of the copy
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    copy core.quizzes := core.make_quiz(jsonb_build_object(
        'title', coalesce(duplicate_quiz.title, left('Copy of ' || quiz.title, core.max_title_length()))
    ));
begin
    copy := core.change_quiz(copy, (to_jsonb(quiz) || '{"visibility": "private"}') - array[
        'id', 'owner_id', 'title', 'created_at', 'updated_at', 'archived_at', 'deleted_at', 'state',
        'state_code', 'state_reason', 'state_counts', 'progress', 'version', 'words', 'title_key'
    ]);
    perform core.store_questions(copy, (
        select coalesce(jsonb_agg(to_jsonb(q) || jsonb_build_object('copied_from', q.id) order by q.position), '[]')
        from core.questions as q
        where q.quiz_id = quiz.id and q.deleted_at is null
    ));
    insert into core.allow_list (quiz_id, address)
    select copy.id, l.address from core.allow_list as l where l.quiz_id = quiz.id;
    return core.quiz_now(copy.id);
end;
$$;

comment on function public.duplicate_quiz is
'Makes a private copy of a quiz of the caller''s, with its options, allow-list and questions but without its results,
and returns it. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found; PT409 too_many_quizzes,
too_many_questions_in_all; PT422 missing_field, too_long.';

revoke execute on function public.duplicate_quiz from public, anon;
grant execute on function public.duplicate_quiz to authenticated;
