create or replace function core.is_marked_by_hand(kind core.question_kind) returns boolean
language sql immutable parallel safe
return kind = 'essay';

comment on function core.is_marked_by_hand is $$
Whether a person marks the answers to questions of this kind, because no answer key can.
> select core.is_marked_by_hand('essay'), core.is_marked_by_hand('short_text')
t | f
$$;
