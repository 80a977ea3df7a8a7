create or replace function core.measured_difficulty(
    facility numeric   -- the mean share of the points that was earned, 0 to 1
) returns core.difficulty
language sql immutable parallel safe
return case when facility >= 0.75 then 'easy' when facility < 0.45 then 'hard' else 'medium' end::core.difficulty;

comment on function core.measured_difficulty is $$
The difficulty that a facility index stands for. Of four choices, a guess earns a quarter.
> select core.measured_difficulty(0.8), core.measured_difficulty(0.6), core.measured_difficulty(0.3)
easy | medium | hard
$$;
