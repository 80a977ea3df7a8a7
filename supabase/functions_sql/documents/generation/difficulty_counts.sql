create or replace function core.difficulty_counts(
    request jsonb,         -- {"difficulty": "easy" | {"easy", "medium", "hard"}}
    questions integer
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    levels constant text[] := enum_range(null::core.difficulty)::text[];
    mix jsonb := request -> 'difficulty';
    total numeric;
begin
    if mix is null then
        return null;
    end if;
    if jsonb_typeof(mix) = 'string' then
        perform core.draft_word(request, 'difficulty', levels);
        mix := jsonb_build_object(mix #>> '{}', questions);
    end if;
    if jsonb_typeof(mix) <> 'object' then
        perform core.fail(
            422, 'wrong_type', 'difficulty must be easy, medium or hard, or an object with a number for each.'
        );
    end if;
    perform core.refuse_unknown_fields(mix, levels, '/difficulty');
    select sum(core.draft_number(mix, level, '/difficulty', 0, 10000, 0)) into total
    from unnest(levels) as level;
    if total is null or total not in (questions, 100) then
        perform core.fail(422, 'bad_difficulty', format(
            'The numbers of difficulty must add up to %s, the number of questions, or to 100 percent.', questions
        ));
    end if;
    return (
        -- whole numbers of questions: each part is rounded down, and the largest remainders get one more
        with parts as (
            select level, coalesce((mix ->> level)::numeric, 0) * questions / total as part
            from unnest(levels) as level
        ),

        ranked as (
            select
                parts.level,
                floor(parts.part) as whole,
                row_number() over (order by parts.part - floor(parts.part) desc, parts.level) as place,
                questions - sum(floor(parts.part)) over () as left_over
            from parts
        )

        select jsonb_object_agg(ranked.level, ranked.whole + (ranked.place <= ranked.left_over)::integer)
        from ranked
    );
end;
$$;

comment on function core.difficulty_counts is
'How many questions of each difficulty to make: {"easy": 5, "medium": 3, "hard": 2}, which adds up to `questions`; null
for any difficulty. The request has one difficulty, or numbers or percentages. PT422 bad_difficulty, unknown_value,
wrong_type.';
