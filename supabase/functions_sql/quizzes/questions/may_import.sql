create or replace function public.may_import(
    number integer,                      -- of questions in the file
    into_quiz uuid default null,         -- the quiz of the caller's that takes them; null: new quizzes
    idempotency_key text default null    -- of the request that sends the file
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
    quiz core.quizzes;
begin
    perform core.require_idempotency_key(idempotency_key);
    if into_quiz is not null then
        quiz := core.own_quiz(into_quiz, 'edit');
    end if;
    if not exists (
        select from core.idempotency_keys as k
        where k.person_id = person and k.key = may_import.idempotency_key
    ) then   -- a repeated request stores nothing
        perform core.require_import_quota(quiz, number);
    end if;
    return '{"may_import": true}';
end;
$$;

comment on function public.may_import is
'Checks whether there is room for so many questions of a file, before they are checked and its pictures are stored, and
returns {"may_import": true}. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found; PT409 too_many_quizzes,
too_many_questions_in_all; PT422 too_many_questions, bad_idempotency_key.';

revoke execute on function public.may_import from public, anon;
grant execute on function public.may_import to authenticated;
