create or replace function core.time_left_ms(deadline timestamptz) returns bigint
language sql stable
return case when deadline is not null then greatest(0, floor(extract(epoch from deadline - now()) * 1000))::bigint end;

comment on function core.time_left_ms is
'The milliseconds until a deadline, by the database''s clock. Null: there is none.';
