create or replace function core.sorted_page(
    source text,       -- SQL of all rows: id, the columns to sort by, and what item needs
    item text,         -- SQL of the JSON of a row, whose name is r
    sorts jsonb,       -- the type of each column to sort by: {"created_at": "timestamptz", "title": "text"}
    sort text,         -- one of these; with - before it, it descends
    page_size integer,
    cursor text
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    size integer := core.page_size(page_size);
    column_name text := regexp_replace(sort, '^-', '');
    column_type regtype := (sorts ->> column_name)::regtype;
    direction text := case when starts_with(sort, '-') then 'desc' else 'asc' end;
    after text[];
    listed jsonb[];
begin
    if column_type is null then
        perform core.fail(422, 'unknown_sort', format(
            'sort must be one of: %s.',
            (select string_agg(n || ', -' || n, ', ' order by n) from jsonb_object_keys(sorts) as known (n))
        ));
    end if;
    if cursor is not null then
        after := core.read_cursor(cursor, array['text', column_type::text, 'uuid'], sort);
    end if;
    execute format(
        'select array(select jsonb_build_array(%1$s, %2$L, r.%3$I::text, r.id) '
        'from (select * from (%4$s) as r %5$s order by r.%3$I %6$s, r.id %6$s limit %7$s) as r '
        'order by r.%3$I %6$s, r.id %6$s)',
        item, sort, column_name, source,
        case when cursor is not null then format(
            'where (r.%I, r.id) %s (%L::%s, %L::uuid)',
            column_name, case direction when 'desc' then '<' else '>' end, after[2], column_type, after[3]
        ) end,
        direction, size + 1
    ) into listed;
    return core.page(listed, size);
end;
$$;

comment on function core.sorted_page is
'A page of a list in a chosen order, which is that of id among equals: {"items", "next_cursor"}. A cursor has the name
of its order, and is refused by any other. Each order has a plan of its own, so that each finds its index. PT422
unknown_sort, bad_limit, bad_cursor.';
