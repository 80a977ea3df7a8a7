create or replace function core.apply_event(
    job core.jobs,       -- locked with its upload or quiz, unfinished
    type text,
    data jsonb
) returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    case type
        when 'upload.processing', 'quiz.generating' then
            return core.apply_progress(core.mark_accepted(job), data);
        when 'upload.processed' then
            perform core.apply_processed(job, data);
        when 'quiz.generated' then
            perform core.apply_generated(job, data);
        else
            perform core.fail_job(
                job,
                coalesce(substring(data ->> 'code' from '^[a-z_]{1,100}$'), 'internal'),
                coalesce(nullif(trim(data ->> 'reason'), ''), 'The processing server failed and did not say why.')
            );
    end case;
    return null;
end;
$$;

comment on function core.apply_event is
'Applies an event. Returns null, or a sentence that says why the event was ignored.';
