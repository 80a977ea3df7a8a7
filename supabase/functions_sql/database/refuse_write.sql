create or replace function core.refuse_write() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.fail(405, 'read_only', format('The view %s is only for reading.', tg_table_name));
    return null;
end;
$$;

comment on function core.refuse_write is
'For the triggers of the views of schema public. Only whoever has the right to write gets here; all others are refused
before. PT405 read_only.';
revoke execute on function core.refuse_write from public;
