create or replace function core.quiz_points(part numeric) returns integer
language sql immutable parallel safe
return round(part * 1000000)::integer;

comment on function core.quiz_points is $$
The points of a result on the board of its quiz: its fraction in millionths.
> select core.quiz_points(0.75)
750000
$$;
