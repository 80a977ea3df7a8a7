create or replace function public.save_answers(
    attempt_id uuid,
    answers jsonb   -- [{"question_id", "response"}]; a response of null withdraws an answer
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    attempt core.attempts := core.locked_attempt(attempt_id);
    faults jsonb;
begin
    perform core.require_in_progress(attempt);
    faults := core.store_answers(attempt, answers);
    if jsonb_array_length(faults) = jsonb_array_length(answers) then
        perform core.refuse_faults(faults);
    end if;
    return core.attempt_summary(attempt) || jsonb_build_object(
        'saved', jsonb_array_length(answers) - jsonb_array_length(faults),
        'rejected', faults
    );
end;
$$;

comment on function public.save_answers is
'Saves answers. Those that can''t be accepted are listed in rejected and the others saved, so that one mistake loses no
work. PT422 if none can be accepted. PT409 attempt_overdue, attempt_finished, attempt_abandoned; PT404
attempt_not_found.';
revoke execute on function public.save_answers from public, anon;
grant execute on function public.save_answers to authenticated;
