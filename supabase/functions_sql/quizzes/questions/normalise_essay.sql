create or replace function core.normalise_essay(
    draft jsonb,
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    rubric jsonb := core.draft_rubric(draft, place);
    notes text := core.draft_text(draft, 'marking_notes', core.setting('quiz.max_prompt_length'), place);
    most numeric := (
        select sum((criterion ->> 'points')::numeric) from jsonb_array_elements(rubric) as criterion
    );
begin
    return jsonb_build_object(
        'display', jsonb_build_object(
            'max_length', coalesce(core.draft_number(draft, 'max_length', place, 1, 10000, 0), 5000)
        ),
        'key', jsonb_strip_nulls(jsonb_build_object('rubric', rubric, 'marking_notes', notes))
    ) || case
        when rubric is not null and not draft ? 'points' then jsonb_build_object('points', least(most, 10000))
        else '{}'
    end;
end;
$$;

comment on function core.normalise_essay is
'What an essay shows, how long a text it takes at most (5,000 characters by default), and what it is marked by. Without
points, the question has those of its rubric; with others, the rubric''s are scaled to them. PT422 wrong_type,
out_of_range, missing_field, too_long, wrong_count, unknown_field, equal_choices.';
