create or replace function core.fail_at(
    code text,               -- for programs: stable, in snake_case
    place text,              -- of what has the field, as a JSON Pointer: '/questions/3/choices/0'; '' at the top
    field text,              -- its name; 'it': the place itself; null: none in particular
    says text                -- a sentence; one that begins with a space goes on after the name: ' is missing.'
) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception using
        errcode = 'PT422',
        message = core.place_words(place) || case when says like ' %' then core.field_words(field) else '' end || says,
        detail = code,
        hint = '',
        column = place || coalesce('/' || nullif(field, 'it'), '');
end;
$$;

comment on function core.fail_at is
'Raises PT422 like core.fail, about one place of what was sent. The sentence begins with the place in words, and the
error has it for programs as its column: a JSON Pointer (RFC 6901), which the REST API hands on.';

grant execute on function core.fail_at to authenticator;
