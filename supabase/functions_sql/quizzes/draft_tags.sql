create or replace function core.draft_tags(draft jsonb, place text default '') returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint;
    longest bigint;
    given jsonb := nullif(draft -> 'tags', 'null');
    tags text[];
    too_long text;
begin
    if not draft ? 'tags' then
        return null;
    end if;
    most := core.setting('quiz.max_tags');
    longest := core.setting('quiz.max_tag_length');
    if jsonb_typeof(given) <> 'array' or jsonb_path_query_array(given, '$[*].type()') @? '$[*] ? (@ != "string")' then
        perform core.fail_at('wrong_type', place, 'tags', ' must be a list of texts.');
    end if;
    tags := core.clean_tags(array(select jsonb_array_elements_text(given)));
    too_long := min(t.tag) from unnest(tags) as t (tag) where char_length(t.tag) > longest;
    if cardinality(tags) > most then
        perform core.fail_at('too_many_tags', place, 'tags', format(
            ' may have %s tags, not %s.', most, cardinality(tags)
        ));
    end if;
    if too_long is not null then
        perform core.fail_at('too_long', place, 'tags', format(
            'the tag “%s…” has %s characters; %s are allowed.', left(too_long, 20), char_length(too_long), longest
        ));
    end if;
    return tags;
end;
$$;

comment on function core.draft_tags is
'The tags of a draft as they are stored; null if it has no such field, none if it is null. PT422 wrong_type,
too_many_tags, too_long.';
