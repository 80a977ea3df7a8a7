create or replace function core.page_size(asked integer) returns integer
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('page.max_size');
begin
    if asked not between 1 and most then
        perform core.fail(422, 'bad_limit', format('A page may have 1 to %s rows.', most));
    end if;
    return coalesce(asked, core.setting('page.default_size'));
end;
$$;

comment on function core.page_size is 'Rows of a page of a list: as asked, or the default for null. PT422 bad_limit.';
