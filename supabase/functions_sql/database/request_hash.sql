create or replace function core.request_hash(request jsonb) returns bytea
language sql immutable parallel safe
return sha256(convert_to(request::text, 'UTF8'));

comment on function core.request_hash is $$
The hash by which a repeated request is recognised. It is made from values, so neither spaces nor the order of fields
matter.
> select core.request_hash('{"a": 1, "b": 2}') = core.request_hash('{"b":2,"a":1}')
t
$$;
