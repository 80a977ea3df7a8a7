create or replace function core.normalise_sources(
    request jsonb,    -- {"sources": [{"upload_id", "pages": [[first, last], …]?}]}
    owner uuid
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('generation.max_sources');
    listed record;
    upload core.uploads;
    sources jsonb := '[]';
begin
    if request -> 'sources' is null then
        return sources;
    end if;
    if jsonb_typeof(request -> 'sources') <> 'array' then
        perform core.fail(422, 'wrong_type', 'sources must be a list.');
    end if;
    if jsonb_array_length(request -> 'sources') > most then
        perform core.fail(422, 'wrong_count', format('sources must have at most %s entries.', most));
    end if;
    for listed in
        select source.value as item, core.entry_place('', 'sources', source.ordinality) as place
        from jsonb_array_elements(request -> 'sources') with ordinality as source
    loop
        if jsonb_typeof(listed.item) <> 'object' then
            perform core.fail_at('wrong_type', listed.place, 'it', ' must be an object.');
        end if;
        perform core.refuse_unknown_fields(listed.item, '{upload_id,pages}', listed.place);
        select * into upload
        from core.uploads as u
        where u.id::text = listed.item ->> 'upload_id' and u.owner_id = owner and u.deleted_at is null;
        if not found then
            perform core.fail(
                404, 'upload_not_found', core.place_words(listed.place) || 'there is no upload with this id.'
            );
        end if;
        if sources @> jsonb_build_array(jsonb_build_object('upload_id', upload.id)) then
            perform core.fail(422, 'repeated_source', format(
                '“%s” is listed twice in sources. List it once, with all of its page ranges.', upload.name
            ));
        end if;
        if upload.state <> 'ready' then
            perform core.fail(
                409, 'upload_not_ready', format('“%s” is not ready: its state is %s.', upload.name, upload.state)
            );
        end if;
        sources := sources || jsonb_build_object(
            'upload_id', upload.id, 'pages', core.normalise_ranges(jsonb_strip_nulls(listed.item), upload, listed.place)
        );
    end loop;
    return sources;
end;
$$;

comment on function core.normalise_sources is
'The PDFs to make questions from: [{"upload_id", "pages": ranges or null}]. PT404 upload_not_found, PT409
upload_not_ready, PT422 bad_pages, repeated_source, wrong_type, wrong_count.';
