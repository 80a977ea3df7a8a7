create or replace function core.allowance_draft(quiz core.quizzes, draft jsonb) returns core.allowances
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    given jsonb := jsonb_strip_nulls(draft);
    known constant text[] := '{person,group_id,time_factor,extra_time_s,opens_at,closes_at,extra_attempts}';
    checked core.allowances;
begin
    if jsonb_typeof(draft) is distinct from 'object' then
        perform core.fail(422, 'wrong_type', 'An allowance must be an object.');
    end if;
    perform core.refuse_unknown_fields(draft, known);
    checked.time_factor := coalesce(core.draft_number(given, 'time_factor', '', 1, 10, 2), 1);
    checked.extra_time_s := coalesce(core.draft_number(given, 'extra_time_s', '', 0, 604800, 0), 0);
    checked.opens_at := core.draft_instant(given, 'opens_at');
    checked.closes_at := core.draft_instant(given, 'closes_at');
    checked.extra_attempts := coalesce(core.draft_number(given, 'extra_attempts', '', 0, 1000, 0), 0);
    if coalesce(checked.closes_at, quiz.closes_at) <= coalesce(checked.opens_at, quiz.opens_at) then
        perform core.fail(422, 'closes_before_it_opens', 'The closing time must be after the opening time.');
    end if;
    return checked;
end;
$$;

comment on function core.allowance_draft is
'The fields of an allowance as its owner writes them, checked; absent ones allow nothing. Whom it is for is read by
public.set_allowance. PT422 wrong_type, unknown_field, out_of_range, bad_time, closes_before_it_opens.';
