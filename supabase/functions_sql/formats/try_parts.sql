create or replace function core.try_parts(drafts jsonb) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most integer := core.setting('quiz.max_questions');
    in_all integer;
    tried jsonb;
    parts jsonb[] := '{}';
    problems jsonb[] := '{}';
begin
    if jsonb_typeof(drafts) is distinct from 'array' then
        perform core.fail(422, 'wrong_type', 'The questions must be a list.');
    end if;
    in_all := jsonb_array_length(drafts);
    for passed in 0 .. in_all - 1 by most loop
        tried := core.try_questions(jsonb_path_query_array(
            drafts, '$[$from to $until]', jsonb_build_object('from', passed, 'until', least(passed + most, in_all) - 1)
        ));
        if tried -> 'questions' <> '[]' then
            parts := parts || (tried -> 'questions');
        end if;
        problems := problems || array(
            select jsonb_set(each, '{index}', to_jsonb((each ->> 'index')::integer + passed))
            from jsonb_array_elements(tried -> 'problems') as each
        );
        perform core.tell_progress('checked', least(passed + most, in_all), in_all);
    end loop;
    return jsonb_build_object('parts', to_jsonb(parts), 'problems', to_jsonb(problems));
end;
$$;

comment on function core.try_parts is
'Checks the drafts of a file, in parts that fit into a quiz: {"parts": for each part the accepted ones, normalised,
"problems": [{"index", "code", "message", "pointer"?}]}; index counts from 0 in the whole list. PT422 wrong_type.';
