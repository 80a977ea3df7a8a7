create or replace function core.require_texts(
    answers jsonb,   -- [{"text", "wildcards"?}]
    key jsonb,       -- {"case_sensitive"?, "forgives"?}
    place text default ''
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    empty_one bigint := min(listed.n)
        from jsonb_array_elements(answers) with ordinality as listed (answer, n)
        where core.compared_text(
            case
                when listed.answer ? 'wildcards' then regexp_replace(listed.answer ->> 'text', '(?<!\\)\*', '', 'g')
                else listed.answer ->> 'text'
            end,
            coalesce((key ->> 'case_sensitive')::boolean, false), core.forgives(key)
        ) = '';
begin
    if empty_one is not null then
        perform core.fail_at(
            'accepts_anything', core.entry_place(place, 'answers', empty_one), 'text',
            'it accepts any text. Write what is right.'
        );
    end if;
end;
$$;

comment on function core.require_texts is
'Refuses an accepted answer of which nothing is left to compare: PT422 accepts_anything.';
