create or replace function core.address_hash(email text) returns bytea
language sql immutable parallel safe
return sha256(convert_to(lower(email), 'UTF8'));

comment on function core.address_hash is $$
The hash of an e-mail address under which its sign-ins are counted. Case makes no difference.
> select core.address_hash('Ada@Example.com') = core.address_hash('ada@example.com')
t
$$;
