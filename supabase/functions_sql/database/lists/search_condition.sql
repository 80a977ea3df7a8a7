create or replace function core.search_condition(
    title text,    -- SQL of the title or name of a row
    q text         -- what a person looks for; null: all rows
) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return case
        when q is null then 'true'
        else format('core.title_words(%s) @@ %L::tsquery', title, core.checked_query(q, core.title_query(q)))
    end;
end;
$$;

comment on function core.search_condition is
'SQL that says whether a row is found by its title or name: for lists that are bounded by their owner, or by their quiz.
PT422 too_long, nothing_to_search.';
