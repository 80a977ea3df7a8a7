create or replace function public.file_quizzes(
    quiz_ids uuid[],
    folder_id uuid default null     -- null: in none
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.lock_folders();
    folder core.folders;
begin
    if folder_id is not null then
        folder := core.own_folder(folder_id);
    end if;
    if coalesce(cardinality(quiz_ids), 0) = 0 then
        perform core.fail(422, 'missing_field', '“quiz_ids” must have the id of at least one quiz.');
    end if;
    perform core.own_quiz(given.id) from unnest(quiz_ids) as given (id);
    if folder.id is null then
        delete from core.filed_quizzes as z where z.quiz_id = any (quiz_ids) and z.user_id = me;
    else
        insert into core.filed_quizzes as z (user_id, quiz_id, folder_id)
        select distinct
            me,
            given.id,
            folder.id
        from unnest(quiz_ids) as given (id)
        on conflict (user_id, quiz_id) do update set folder_id = excluded.folder_id;
    end if;
    return jsonb_build_object('folder_id', folder.id, 'quiz_ids', to_jsonb(quiz_ids));
end;
$$;

comment on function public.file_quizzes is
'Puts quizzes that the caller works on into a folder of the caller, or into none: all of them, or none if one can''t be.
It changes nothing of the quizzes, and nothing for others who work on them. Returns {"folder_id", "quiz_ids"}. PT401
not_signed_in; PT403 not_the_owner; PT404 folder_not_found, quiz_not_found; PT422 missing_field.';

revoke execute on function public.file_quizzes from public, anon;
grant execute on function public.file_quizzes to authenticated;
