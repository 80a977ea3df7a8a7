create or replace function core.draft_title(draft jsonb, required boolean) returns text
language sql stable
return core.draft_line(draft, 'title', core.max_title_length(), required);

comment on function core.draft_title is
'The title of a draft as one line. Null if it is absent. PT422 wrong_type, missing_field, too_long.';
