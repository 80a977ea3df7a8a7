create or replace function core.refuse_faults(faults jsonb   -- as core.store_answers returns them
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if faults = '[]' then
        return;
    end if;
    perform core.fail(
        422,
        faults -> 0 ->> 'code',
        format('None of the answers can be accepted (%s), so nothing was submitted.', jsonb_array_length(faults)),
        (
            select string_agg(format(
                '%s: %s',
                coalesce('Question ' || (fault.value ->> 'position'), fault.value ->> 'question_id', 'No question_id'),
                fault.value ->> 'message'
            ), E'\n' order by fault.place)
            from jsonb_array_elements(faults) with ordinality as fault (value, place)
            where fault.place <= 20
        )
    );
end;
$$;

comment on function core.refuse_faults is
'Raises an error with the code of the first fault and a line for each fault in the hint. Does nothing if there are no
faults. PT422 question_not_found, answered_twice, missing_response, too_long, invalid_response, changed_since.';
