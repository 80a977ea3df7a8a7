create or replace function core.quiz_search_condition(
    q text,                           -- words to look for; null: all
    words text default 'q.words'      -- SQL of what is searched
) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
set client_min_messages = warning   -- some languages have none of the words
as $$
declare
    any_language tsquery;
begin
    if q is null then
        return 'true';
    end if;
    select string_agg(distinct format('(%s)', made.query), ' | ')::tsquery into any_language
    from pg_ts_config as c
    cross join lateral (select core.search_query(q, c.oid::regconfig) as query) as made
    where c.cfgnamespace = 'pg_catalog'::regnamespace and numnode(made.query) > 0;
    -- coalesce: the planner estimates the first comparison well, and would take the second for a rare one
    return format(
        '%1$s @@ %2$L::tsquery '
        'and coalesce(%1$s @@ core.search_query(%3$L, core.search_config(q.language)), false)',
        words, core.checked_query(q, any_language), q
    );
end;
$$;

comment on function core.quiz_search_condition is
'SQL that says whether the quiz q, or something in it, is found. An index finds what may be meant in any language; then
each is compared with the query of the language of its quiz. PT422 too_long, nothing_to_search.';
