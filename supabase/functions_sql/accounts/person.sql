create or replace function core.person(user_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'id', p.id,
        'email', u.email,
        'display_name', p.display_name,
        'created_at', p.created_at,
        'version', p.version,
        'last_sign_in_at', u.last_sign_in_at
    )
    from core.profiles as p
    join auth.users as u on u.id = p.id
    where p.id = person.user_id and p.deleted_at is null;
$$;

comment on function core.person is
'An account as its owner sees it: {"id", "email", "display_name", "created_at", "version", "last_sign_in_at"}. Null if
there is no such account or it was deleted.';
