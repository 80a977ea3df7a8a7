create or replace function core.answer_status(
    kind core.question_kind,
    skipped boolean,
    asked boolean,
    there boolean,       -- whether the player had joined by then
    answered boolean,
    fraction numeric
) returns text
language sql immutable parallel safe
return case
    when skipped then 'skipped'
    when not asked then 'not_asked'
    when not there then 'not_there'
    when not core.is_scored(kind) then 'unscored'
    when not answered then 'unanswered'
    when fraction is null then 'answered'
    when fraction >= 1 then 'right'
    when fraction > 0 then 'partly_right'
    else 'wrong'
end;

comment on function core.answer_status is $$
The status of a question for a player. For players who joined after it the status is not_there, which does not count as
missed. answered means: not marked yet.
> select core.answer_status('numeric', false, true, true, true, 0.5)
partly_right
> select core.answer_status('numeric', false, true, false, false, null)
not_there
$$;
