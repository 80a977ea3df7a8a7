create or replace function core.folder_name(name text) returns text
language sql stable
return core.draft_line(jsonb_build_object('name', name), 'name', 100, required => true);

comment on function core.folder_name is
'The name of a folder as one line. PT422 wrong_type, missing_field, too_long.';
