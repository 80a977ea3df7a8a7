create or replace function core.outcome(kind core.question_kind, answered boolean, fraction numeric) returns text
language sql immutable parallel safe
return case
    when not answered then 'none'
    when not core.is_scored_live(kind) then 'vote'
    when fraction >= 1 then 'right'
    when fraction > 0 then 'partly'
    else 'wrong'
end;

comment on function core.outcome is $$
What became of a question for a player in a room: right, partly (right), wrong, none (no answer), or vote (an answer to
a question that is not marked).
> select core.outcome('numeric', true, 0.5), core.outcome('numeric', false, null), core.outcome('poll', true, null)
partly | none | vote
$$;
