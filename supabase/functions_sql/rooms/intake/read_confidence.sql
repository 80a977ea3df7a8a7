create or replace function core.read_confidence(word text) returns core.confidence
language sql stable parallel safe
return case when word in ('low', 'high') then word::core.confidence end;

comment on function core.read_confidence is $$
How sure a player is, as they sent it. Null for any other word: an answer counts without it.
> select core.read_confidence('high'), core.read_confidence('very')
high | null
$$;
