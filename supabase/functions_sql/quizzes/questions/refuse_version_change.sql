create or replace function core.refuse_version_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.fail(
        409, 'version_kept',
        'A version of a question can''t be changed. Change the question, which makes a new version.'
    );
    return null;
end;
$$;

comment on function core.refuse_version_change is
'Refuses to change versions, even for the database''s owner, because attempts and rooms are scored against them.';

create or replace trigger refuse_change before update on core.question_versions
for each row execute function core.refuse_version_change();
