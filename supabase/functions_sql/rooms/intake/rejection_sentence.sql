create or replace function core.rejection_sentence(code text) returns text
language sql immutable parallel safe
return case code
    when 'already_answered' then 'You have answered this question already; the first answer counts.'
    when 'invalid_response' then 'The response does not fit the question.'
    when 'not_in_room' then 'You are not a player of this room.'
    when 'not_open' then 'This question is not open.'
    when 'too_late' then 'The time for this question was over when the answer arrived.'
end;

comment on function core.rejection_sentence is $$
Why an answer does not count, for the player. Null for any other outcome of an answer.
> select core.rejection_sentence('not_open'), core.rejection_sentence('accepted')
This question is not open. | null
$$;

revoke execute on function core.rejection_sentence from public;
grant execute on function core.rejection_sentence to authenticator;
