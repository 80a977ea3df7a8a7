create or replace function core.apply_event(
    job core.jobs,       -- locked with its upload or quiz, unfinished
    type text,
    data jsonb
) returns text
language plpgsql
set search_path = ''
as $$
begin
    case type
        when 'upload.processing', 'quiz.generating' then
            return core.note_progress(core.note_acceptance(job), data);
        when 'upload.processed' then
            perform core.take_processed(job, data);
        when 'quiz.generated' then
            perform core.take_generated(job, data);
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

comment on function core.apply_event is 'Does what an event says; returns why not, or null when it did.';
