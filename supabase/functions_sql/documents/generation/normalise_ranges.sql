create or replace function core.normalise_ranges(
    source jsonb,          -- {"pages": [[1, 5], …]}; without pages: all of them
    upload core.uploads,
    place text             -- of the source in the request: '/sources/0'
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('generation.max_ranges');
    listed record;
begin
    if source -> 'pages' is null then
        return null;
    end if;
    if jsonb_typeof(source -> 'pages') <> 'array' then
        perform core.fail_at(
            'wrong_type', place, 'pages', ' must be a list of ranges such as “[[1, 5], [9, 9]]”.'
        );
    end if;
    if jsonb_array_length(source -> 'pages') not between 1 and most then
        perform core.fail_at('wrong_count', place, 'pages', format(' must have 1 to %s ranges.', most));
    end if;
    for listed in
        select
            page_range.value as bounds,
            core.entry_place(place, 'pages', page_range.ordinality) as spot
        from jsonb_array_elements(source -> 'pages') with ordinality as page_range
    loop
        if jsonb_typeof(listed.bounds) <> 'array' or jsonb_array_length(listed.bounds) <> 2 then
            perform core.fail_at(
                'wrong_type', listed.spot, 'it', ' must be a first and a last page, such as 1 and 5.'
            );
        end if;
        if jsonb_typeof(listed.bounds -> 0) <> 'number' or jsonb_typeof(listed.bounds -> 1) <> 'number'
            or (listed.bounds ->> 0)::numeric % 1 <> 0 or (listed.bounds ->> 1)::numeric % 1 <> 0
            or (listed.bounds ->> 0)::numeric < 1 or (listed.bounds ->> 1)::numeric > upload.pages
            or (listed.bounds ->> 0)::numeric > (listed.bounds ->> 1)::numeric
        then
            perform core.fail_at('bad_pages', listed.spot, 'it', format(
                ' must be a first and a last page of “%s”, which has %s pages.', upload.name, upload.pages
            ));
        end if;
    end loop;
    return (
        select jsonb_agg(
            jsonb_build_array(trim_scale((r.bounds ->> 0)::numeric), trim_scale((r.bounds ->> 1)::numeric)) order by r.n
        )
        from jsonb_array_elements(source -> 'pages') with ordinality as r (bounds, n)
    );
end;
$$;

comment on function core.normalise_ranges is
'The page ranges of a source, each within its PDF; null for all pages. PT422 wrong_type, wrong_count, bad_pages.';
