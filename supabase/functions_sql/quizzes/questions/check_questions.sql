create or replace function public.check_questions(drafts jsonb) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.person_id();
    return core.try_parts(drafts) - 'parts';
end;
$$;

comment on function public.check_questions is
'Checks drafts without storing them: {"problems": [{"index", "code", "message", "pointer"?}]}; index counts from 0,
pointer is the place in the draft as a JSON Pointer, and the codes are those of core.normalise_question.
PT401 not_signed_in; PT422 wrong_type.';

revoke execute on function public.check_questions from public, anon;
grant execute on function public.check_questions to authenticated;
