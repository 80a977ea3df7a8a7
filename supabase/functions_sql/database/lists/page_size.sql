create or replace function core.page_size(given integer) returns integer
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('page.max_size');
begin
    if given not between 1 and most then
        perform core.fail(422, 'bad_limit', format('A page may have 1 to %s rows.', most));
    end if;
    return coalesce(given, core.setting('page.default_size'));
end;
$$;

comment on function core.page_size is
'The number of rows of a page: the given one, at most page.max_size, or page.default_size for null. PT422 bad_limit.';
