create or replace function core.rubric_mark(
    rubric jsonb,       -- [{"id", "text", "points", "levels"?}]
    given jsonb         -- {criterion id: points}
) returns numeric       -- of all points, 0 to 1
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    wrong text;
begin
    if rubric is null then
        perform core.fail(422, 'no_rubric', 'This question has no rubric. Give points.');
    end if;
    if jsonb_typeof(given) is distinct from 'object' then
        perform core.fail(422, 'invalid_mark', 'rubric must be an object of points by the ids of criteria.');
    end if;
    perform core.refuse_unknown_fields(
        given, array(select criterion ->> 'id' from jsonb_array_elements(rubric) as criterion), 'rubric: '
    );
    select format(
        '%s: give %s.', criterion ->> 'text', case
            when criterion ? 'levels' then 'the points of one of its levels, ' || (
                select string_agg(level ->> 'points', ' or ') from jsonb_array_elements(criterion -> 'levels') as level
            )
            else format('0 to %s points, in hundredths', criterion ->> 'points')
        end
    ) into wrong
    from jsonb_array_elements(rubric) as criterion
    cross join lateral (select given -> (criterion ->> 'id') as points) as mark
    where case
        when coalesce(jsonb_typeof(mark.points), '') <> 'number' then true
        when criterion ? 'levels' then not exists (
            select from jsonb_array_elements(criterion -> 'levels') as level where level -> 'points' = mark.points
        )
        else mark.points::numeric not between 0 and (criterion ->> 'points')::numeric
            or scale(trim_scale(mark.points::numeric)) > 2
    end
    limit 1;
    if wrong is not null then
        perform core.fail(422, 'invalid_mark', format('The rubric is not filled in. %s', wrong));
    end if;
    return (
        select sum((given ->> (criterion ->> 'id'))::numeric) / sum((criterion ->> 'points')::numeric)
        from jsonb_array_elements(rubric) as criterion
    );
end;
$$;

comment on function core.rubric_mark is
'The mark that the points of all criteria of a rubric come to. PT422 no_rubric, invalid_mark, unknown_field.';
