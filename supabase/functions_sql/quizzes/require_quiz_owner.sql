create or replace function core.require_quiz_owner(
    quiz core.quizzes,           -- null: there is none
    deleted boolean default false
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if quiz.owner_id = core.person_id() and (quiz.deleted_at is not null) = deleted then
        return;
    end if;
    if quiz.owner_id <> core.caller_id() and quiz.deleted_at is null and quiz.visibility <> 'private' then
        perform core.fail(403, 'not_the_owner', 'Only the owner of a quiz may do that.');
    end if;
    perform core.fail(404, 'quiz_not_found', format('There is no such %squiz.', case when deleted then 'deleted ' end));
end;
$$;

comment on function core.require_quiz_owner is
'Refuses a quiz that the caller does not own: PT403 not_the_owner if the caller may see it, else PT404 quiz_not_found.
PT401 not_signed_in.';
