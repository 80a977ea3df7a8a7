create or replace function core.apply_processed(
    job core.jobs,       -- locked with its upload, unfinished
    data jsonb           -- of the event upload.processed
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads;
    found jsonb := jsonb_strip_nulls(data);
    page_count numeric := core.draft_number(found, 'pages', '/data', 1, 1000000, 0);
begin
    if page_count is null or (found ->> 'pdf_id' ~ '^[0-9a-f]{64}$') is not true then
        perform core.fail(422, 'not_an_event', '“data” must have “pages”, and “pdf_id” (a SHA-256 in hexadecimal).');
    end if;
    update core.uploads as u
    set state = 'ready', code = null, reason = null, progress = 1, message = null,
        pdf_id = found ->> 'pdf_id',
        title = nullif(trim(left(core.draft_text(found, 'title', 100000, '/data'), 300)), ''),
        pages = page_count,
        page_labels = case
            when jsonb_typeof(found -> 'page_labels') = 'array' and pg_column_size(found -> 'page_labels') < 1000000
                then found -> 'page_labels'
        end,
        size_bytes = coalesce(core.draft_number(found, 'size_bytes', '/data', 0, 1e15, 0), u.size_bytes),
        language = left(core.draft_text(found, 'language', 1000, '/data'), 35),
        text_pages = core.draft_number(found, 'text_pages', '/data', 0, 1000000, 0),
        scanned_pages = core.draft_number(found, 'scanned_pages', '/data', 0, 1000000, 0),
        updated_at = now()
    where u.id = job.upload_id
    returning * into upload;
    perform core.end_job(job, 'done');
    perform core.notify_upload_owner(upload);
end;
$$;

comment on function core.apply_processed is
'Applies the event upload.processed: stores what was found in the PDF, and sets the upload to ready. PT422 not_an_event,
wrong_type, out_of_range, too_long.';
