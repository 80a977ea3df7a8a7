create or replace function public.remove_from_allow_list(quiz_id uuid, entry_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    removed core.allow_list;
begin
    delete from core.allow_list as l
    where l.id = remove_from_allow_list.entry_id and l.quiz_id = quiz.id
    returning l.* into removed;
    if removed.id is null then
        perform core.fail(404, 'entry_not_found', 'There is no such entry on the allow-list of this quiz.');
    end if;
    perform core.note_act(quiz, 'allow_list.removed', '{}', email => removed.address);
    return to_jsonb(removed);
end;
$$;

comment on function public.remove_from_allow_list is
'Removes an entry from the allow-list of a quiz of the caller''s, and returns it. Attempts in progress go on. PT401
not_signed_in; PT403 not_the_owner; PT404 quiz_not_found, entry_not_found.';

revoke execute on function public.remove_from_allow_list from public, anon;
grant execute on function public.remove_from_allow_list to authenticated;
