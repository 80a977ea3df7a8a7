create or replace function core.find_account(
    person text   -- the id or the e-mail address of an account
) returns uuid
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    found_id uuid := (
        select u.id
        from auth.users as u
        where u.deleted_at is null
            and (u.id::text = lower(find_account.person) or lower(u.email) = lower(find_account.person))
    );
begin
    if found_id is null then
        perform core.fail(404, 'person_not_found', 'There is no such account.');
    end if;
    return found_id;
end;
$$;

comment on function core.find_account is 'The id of an account. PT404 person_not_found.';
