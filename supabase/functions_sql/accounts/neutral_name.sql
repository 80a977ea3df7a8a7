create or replace function core.neutral_name() returns text
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select 'Somebody ' || lpad(floor(random() * 10000)::integer::text, 4, '0');
$$;

comment on function core.neutral_name is
'A display name for a person who gave none. It says nothing of them: the part of an e-mail address before the @ would.';
