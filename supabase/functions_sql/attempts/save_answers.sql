create or replace function public.save_answers(
    attempt_id uuid,
    answers jsonb   -- [{"question_id", "response"}]; a response of null takes an answer back
) returns jsonb
language plpgsql security definer
set search_path = ''
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
'Saves progress. Of several answers those that can be taken are saved and the others named in rejected, so that one mistake
loses no work; PT422 where none can be. PT409 attempt_overdue, attempt_finished, attempt_abandoned; PT404 attempt_not_found.';
revoke execute on function public.save_answers from public, anon;
grant execute on function public.save_answers to authenticated;
