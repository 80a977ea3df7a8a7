create or replace function core.sorted_page(
    sources text[],    -- SQL of the rows: id, the columns to sort by, and what item needs; each finds its own index
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
    top text;
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
    top := format('order by r.%1$I %2$s, r.id %2$s limit %3$s', column_name, direction, size + 1);
    if cursor is not null then
        top := format(
            'where (r.%I, r.id) %s (%L::%s, %L::uuid) %s',
            column_name, case direction when 'desc' then '<' else '>' end, after[2], column_type, after[3], top
        );
    end if;
    execute format(
        'select array(select jsonb_build_array(%s, %L, r.%I::text, r.id) from (select * from (%s) as r %s) as r %s)',
        item, sort, column_name,
        (select string_agg(format('(select * from (%s) as r %s)', s, top), ' union all ') from unnest(sources) as s),
        top, top
    ) into listed;
    return core.page(listed, size);
end;
$$;

comment on function core.sorted_page is
'A page of a list in a chosen order, which is that of id among equals: {"items", "next_cursor"}. A cursor has the name
of its order, and is refused by any other. Each order has a plan of its own, so that each finds its index. PT422
unknown_sort, bad_limit, bad_cursor.';
