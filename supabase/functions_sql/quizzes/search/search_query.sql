create or replace function core.search_query(
    q text,
    config regconfig
) returns tsquery
language sql immutable parallel safe
return websearch_to_tsquery(config, core.fold_case(q)) || coalesce(
    -- a title can't be excluded by a word of which the beginning was typed
    case when q !~ '(^|\s)-|"' then core.title_query(q) end, ''::tsquery
);

comment on function core.search_query is $$
Finds quizzes of one language: by the stems of these words (with or, "phrases" and -exclusions, as web searches have
them), or by titles in which the last word begins like this.
> select core.search_query('running wat', 'english'), core.search_query('rivers -lakes', 'english')
'run' & 'wat' | 'running' & 'wat':*A | 'river' & !'lake'
$$;
