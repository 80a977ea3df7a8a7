create or replace function core.imported_title(file_name text) returns text
language sql immutable parallel safe
return coalesce(
    nullif(trim(left(
        regexp_replace(regexp_replace(file_name, '^.*[/\\]', ''), '(.)\.[^.]*$', '\1'), core.max_title_length()
    )), ''),
    'Imported quiz'
);

comment on function core.imported_title is $$
The title of a quiz that was imported without one: the name of its file, if it has one.
> select core.imported_title('C:\quizzes\Capitals of Europe.gift'), core.imported_title('')
Capitals of Europe | Imported quiz
$$;
