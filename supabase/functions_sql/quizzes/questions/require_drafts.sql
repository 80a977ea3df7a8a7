create or replace function core.require_drafts(drafts jsonb) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_questions');
begin
    if jsonb_typeof(drafts) is distinct from 'array' then
        perform core.fail(422, 'wrong_type', 'The questions must be a list.');
    end if;
    if jsonb_array_length(drafts) > most then
        perform core.fail(422, 'too_many_questions', format(
            'A quiz may have %s questions, but these are %s.', most, jsonb_array_length(drafts)
        ));
    end if;
end;
$$;

comment on function core.require_drafts is
'Checks, before the drafts themselves, that they are a list and not too many for a quiz. PT422 wrong_type,
too_many_questions.';
