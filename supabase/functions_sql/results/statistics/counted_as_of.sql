create or replace function core.counted_as_of(rule core.counting_attempt) returns core.counted_as
language sql immutable parallel safe
return case when rule <> 'average' then rule::text::core.counted_as end;

comment on function core.counted_as_of is $$
By which sums of statistics the results that count are told. Null: by none, because the average of all counts.
> select core.counted_as_of('last'), core.counted_as_of('average')
last | null
$$;
