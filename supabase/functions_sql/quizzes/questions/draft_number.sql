create or replace function core.draft_number(
    draft jsonb,
    field text,
    place text default '',
    lowest numeric default null,
    highest numeric default null,
    decimals integer default null   -- at most; 0: whole numbers only
) returns numeric
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    number numeric;
    wanted text;
begin
    if draft -> field is null then
        return null;
    end if;
    wanted := format(
        ' must be a %s%s%s.',
        case when decimals = 0 then 'whole number' else 'number' end,
        case when lowest is not null then format(' from %s to %s', trim_scale(lowest), trim_scale(highest)) end,
        case when decimals > 0 then format(' with at most %s decimals', decimals) end
    );
    if jsonb_typeof(draft -> field) <> 'number' then
        perform core.fail_at('wrong_type', place, field, wanted);
    end if;
    if length(draft ->> field) > 100 then
        perform core.fail_at('out_of_range', place, field, ' has more than 100 digits.');
    end if;
    number := trim_scale((draft ->> field)::numeric);
    if number < lowest or number > highest or scale(number) > decimals then
        perform core.fail_at('out_of_range', place, field, wanted);
    end if;
    return number;
end;
$$;

comment on function core.draft_number is
'A number field of a draft; null if it is absent. PT422 wrong_type, out_of_range.';
