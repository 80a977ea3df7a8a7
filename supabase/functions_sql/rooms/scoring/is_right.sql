create or replace function core.is_right(kind core.question_kind, fraction numeric) returns boolean
language sql immutable parallel safe
return case when core.is_scored_live(kind) then coalesce(fraction >= 1, false) end;

comment on function core.is_right is $$
Whether a mark means entirely right. No mark, of a player who did not answer, is not right. Null for a question that is
not marked.
> select core.is_right('numeric', 1), core.is_right('numeric', 0.5), core.is_right('numeric', null),
>   core.is_right('poll', null)
t | f | f | null
$$;
