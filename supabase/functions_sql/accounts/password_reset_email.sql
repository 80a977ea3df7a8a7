create or replace function core.password_reset_email(token_hash text) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select u.email
    from core.password_resets as r
    inner join auth.users as u on u.id = r.person_id
    where r.token_hash = password_reset_email.token_hash and r.expires_at > now() and u.deleted_at is null;
$$;

comment on function core.password_reset_email is
'The address of the account whose password this link may set; null if it may not or no longer. For the app, never for
clients.';

revoke execute on function core.password_reset_email from public;
grant execute on function core.password_reset_email to authenticator;
