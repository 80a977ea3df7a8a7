create or replace function core.settled_state(answered bigint) returns core.attempt_state
language sql immutable parallel safe
return case when answered = 0 then 'abandoned' else 'finished' end::core.attempt_state;

comment on function core.settled_state is $$
What becomes of an attempt whose time is up, by the number of its saved answers.
> select core.settled_state(0), core.settled_state(1)
abandoned | finished
$$;

-- these roles read core.standings, which calls it
grant execute on function core.settled_state to authenticated, service_role, dashboard_reader;
