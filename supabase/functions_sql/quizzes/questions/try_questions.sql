create or replace function core.try_questions(drafts jsonb) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    listed record;
    questions jsonb[] := '{}';
    problems jsonb[] := '{}';
    sentence text;
    code text;
    place text;
begin
    perform core.require_drafts(drafts);
    for listed in select d.draft, d.n from jsonb_array_elements(drafts) with ordinality as d (draft, n) loop
        begin
            questions := questions || core.normalise_question(listed.draft);
        exception when sqlstate 'PT422' then
            get stacked diagnostics sentence = message_text, code = pg_exception_detail, place = column_name;
            problems := problems || jsonb_strip_nulls(jsonb_build_object(
                'index', listed.n - 1, 'code', code, 'message', sentence, 'pointer', nullif(place, '')
            ));
        end;
    end loop;
    return jsonb_build_object('questions', to_jsonb(questions), 'problems', to_jsonb(problems));
end;
$$;

comment on function core.try_questions is
'Checks each of several drafts: {"questions": the accepted ones, normalised, "problems": [{"index", "code",
"message", "pointer"?}]}; index counts from 0, and pointer names the place in the draft.
PT422 wrong_type, too_many_questions.';
