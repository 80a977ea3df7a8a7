create or replace function core.told_format(text_format core.text_format) returns jsonb
language sql immutable parallel safe
return case when text_format = 'plain' then '{}' else jsonb_build_object('text_format', text_format) end;

comment on function core.told_format is $$
How the texts of a message are written, as the message says it: nothing about plain text.
> select core.told_format('plain'), core.told_format('markdown')
{} | {"text_format": "markdown"}
$$;
