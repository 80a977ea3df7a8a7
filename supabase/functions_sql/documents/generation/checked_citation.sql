create or replace function core.checked_citation(
    citation jsonb,
    sources jsonb      -- [{"upload_id", "pages": [[first, last], …] or null}]
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_strip_nulls(jsonb_build_object(
        'upload_id', u.id,
        'pdf_id', u.pdf_id,
        'page', citation -> 'page',
        'page_label', to_jsonb(left(citation ->> 'page_label', 50)),
        'sentence', to_jsonb(left(citation ->> 'sentence', 2000))
    ))
    from jsonb_array_elements(sources) as source (item)
    inner join core.uploads as u on u.id = (source.item ->> 'upload_id')::uuid
    where u.id::text = citation ->> 'upload_id'
        and coalesce(citation ->> 'pdf_id', u.pdf_id) = u.pdf_id
        and jsonb_typeof(citation -> 'page') = 'number'
        and jsonb_typeof(citation -> 'sentence') = 'string'
        and trim(citation ->> 'sentence') <> ''
        and (citation ->> 'page') ~ '^[1-9][0-9]{0,6}$'
        and (citation ->> 'page')::integer <= u.pages
        and (
            source.item -> 'pages' = 'null'
            or exists (
                select from jsonb_array_elements(source.item -> 'pages') as requested (bounds)
                where (citation ->> 'page')::integer
                    between (requested.bounds ->> 0)::numeric and (requested.bounds ->> 1)::numeric
            )
        );
$$;

comment on function core.checked_citation is
'The citation if it names one of the sources and a requested page, otherwise null: {"upload_id", "pdf_id", "page",
"page_label"?, "sentence"}.';
