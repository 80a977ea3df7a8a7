create or replace function public.delete_allowance(quiz_id uuid, allowance_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    gone core.allowances;
begin
    delete from core.allowances as a
    where a.quiz_id = quiz.id and a.id = delete_allowance.allowance_id
    returning a.* into gone;
    if gone.id is null then
        perform core.fail(404, 'allowance_not_found', 'This quiz has no such allowance.');
    end if;
    perform core.move_deadlines(quiz);
    perform core.note_act(quiz, 'allowance.deleted', core.allowance_details(gone), gone.user_id, gone.email);
    return core.allowance_json(gone);
end;
$$;

comment on function public.delete_allowance is
'Takes an allowance in a quiz of the caller''s back, and returns what it was. The deadline of an attempt in progress
follows. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found, allowance_not_found.';

revoke execute on function public.delete_allowance from public, anon;
grant execute on function public.delete_allowance to authenticated;
