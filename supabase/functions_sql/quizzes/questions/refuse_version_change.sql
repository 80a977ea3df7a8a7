create or replace function core.refuse_version_change() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    perform core.fail(409, 'version_kept', 'A version of a question is never changed. Change the question: that makes a new one.');
    return null;
end;
$$;

comment on function core.refuse_version_change is
'Attempts and rooms are scored against these versions, so not even the owner of the database changes one by mistake.';

create or replace trigger refuse_change before update on core.question_versions
for each row execute function core.refuse_version_change();
