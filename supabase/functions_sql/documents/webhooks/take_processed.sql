create or replace function core.take_processed(
    job core.jobs,       -- locked with its upload, unfinished
    data jsonb           -- of the event upload.processed
) returns void
language plpgsql
set search_path = ''
as $$
declare
    upload core.uploads;
    told jsonb := jsonb_strip_nulls(data);
    page_count numeric;
begin
    page_count := core.draft_number(told, 'pages', 'data.', 1, 1000000, 0);
    if page_count is null or (told ->> 'pdf_id' ~ '^[0-9a-f]{64}$') is not true then
        perform core.fail(422, 'not_an_event', 'data must have pages, and pdf_id, a SHA-256 in hexadecimal.');
    end if;
    update core.uploads as u
    set state = 'ready', code = null, reason = null, progress = 1, message = null,
        pdf_id = told ->> 'pdf_id',
        title = nullif(trim(left(core.draft_text(told, 'title', 100000, 'data.'), 300)), ''),
        pages = page_count,
        page_labels = case
            when jsonb_typeof(told -> 'page_labels') = 'array' and pg_column_size(told -> 'page_labels') < 1000000
                then told -> 'page_labels'
        end,
        size_bytes = coalesce(core.draft_number(told, 'size_bytes', 'data.', 0, 1e15, 0), u.size_bytes),
        language = left(core.draft_text(told, 'language', 1000, 'data.'), 35),
        text_pages = core.draft_number(told, 'text_pages', 'data.', 0, 1000000, 0),
        scanned_pages = core.draft_number(told, 'scanned_pages', 'data.', 0, 1000000, 0),
        updated_at = now()
    where u.id = job.upload_id
    returning * into upload;
    perform core.end_job(job, 'done');
    perform core.tell_upload(upload);
end;
$$;

comment on function core.take_processed is
'An upload is ready: what the processing server found in it. PT422 not_an_event, wrong_type, out_of_range when that can''t be.';
