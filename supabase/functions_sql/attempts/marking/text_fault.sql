create or replace function core.text_fault(
    response jsonb,
    longest integer default 1000   -- characters
) returns text
language sql immutable parallel safe
return case
    when jsonb_typeof(response) <> 'string' then 'The response must be a text.'
    when char_length(response #>> '{}') > longest then format('The response is longer than %s characters.', longest)
    when core.typed_text(response #>> '{}') = '' then 'The response is empty.'
end;

comment on function core.text_fault is $$
Why a response is no text, as a sentence; null if it is one.
> select core.text_fault('" "'), core.text_fault('"Rome"')
The response is empty. | null
$$;
