create or replace function core.is_scored_live(kind core.question_kind) returns boolean
language sql immutable parallel safe
return core.is_scored(kind) and not core.is_marked_by_hand(kind);

comment on function core.is_scored_live is $$
Whether answers to questions of this kind are marked in rooms. What people mark is only collected there: a game needs
its scores at once.
> select core.is_scored_live('numeric'), core.is_scored_live('essay'), core.is_scored_live('poll')
t | f | f
$$;
