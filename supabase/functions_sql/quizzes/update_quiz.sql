create or replace function public.update_quiz(
    quiz_id uuid,
    changes jsonb,
    if_version integer default null    -- refuse the change unless this is the quiz's version
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
begin
    perform core.require_version(quiz.version, if_version);
    quiz := core.change_quiz(quiz, changes);
    if changes ? 'sections' then
        perform core.require_draws(quiz);
    end if;
    return core.quiz_json(quiz);
end;
$$;

comment on function public.update_quiz is
'Changes the title and the options of a quiz of the caller''s, and returns it. A time limit or a closing time
that changes reaches the attempts in progress, whose deadlines follow; their other options are those that they began
with. preview_quiz_change tells whom it would touch. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found;
PT409 too_few_questions; PT412 changed_since; PT422 as core.change_quiz.';

revoke execute on function public.update_quiz from public, anon;
grant execute on function public.update_quiz to authenticated;
