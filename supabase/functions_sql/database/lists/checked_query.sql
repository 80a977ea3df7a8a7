create or replace function core.checked_query(
    q text,           -- what a person looks for
    words tsquery     -- made of it
) returns tsquery
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    longest bigint := core.setting('page.max_search_length');
begin
    if char_length(q) > longest then
        perform core.fail(422, 'too_long', format('q has %s characters; %s are allowed.', char_length(q), longest));
    end if;
    -- 'T': what it excludes can't be looked up, so that every row would have to be read
    if coalesce(querytree(words), '') in ('', 'T') then
        perform core.fail(422, 'nothing_to_search', 'q needs a word to look for.');
    end if;
    return words;
end;
$$;

comment on function core.checked_query is
'Refuses a search that is too long, or has no word that an index could find. PT422 too_long, nothing_to_search.';
