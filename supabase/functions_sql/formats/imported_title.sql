create or replace function core.imported_title(file_name text) returns text
language sql immutable parallel safe
return coalesce(
    nullif(trim(left(
        regexp_replace(regexp_replace(file_name, '^.*[/\\]', ''), '(.)\.[^.]*$', '\1'), core.max_title_length()
    )), ''),
    'Imported quiz'
);

comment on function core.imported_title is $$
The title of an imported quiz for which none was given: the name of its file or, without one, "Imported quiz".
> select core.imported_title('C:\quizzes\Capitals of Europe.gift'), core.imported_title('')
Capitals of Europe | Imported quiz
$$;
