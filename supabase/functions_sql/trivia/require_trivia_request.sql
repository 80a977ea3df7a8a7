create or replace function core.require_trivia_request(
    amount integer,
    difficulty text,    -- null: any
    kind text           -- null: any
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('trivia.max_amount');
    words jsonb := jsonb_strip_nulls(jsonb_build_object('difficulty', difficulty, 'kind', kind));
begin
    if coalesce(amount, 0) not between 1 and most then
        perform core.fail(422, 'bad_amount', format('amount must be from 1 to %s.', most));
    end if;
    perform core.draft_word(words, 'difficulty', enum_range(null::core.difficulty)::text[]);
    perform core.draft_word(words, 'kind', enum_range(null::core.question_kind)::text[]);
end;
$$;

comment on function core.require_trivia_request is
'Checks a request for trivia, from the bank or from another server. PT422 bad_amount, unknown_value.';
