create or replace function core.normalise_questions(drafts jsonb) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.require_drafts(drafts);
    return (
        select coalesce(jsonb_agg(
            core.normalise_question(listed.draft, place => core.entry_place('', 'questions', listed.n))
            order by listed.n
        ), '[]')
        from jsonb_array_elements(drafts) with ordinality as listed (draft, n)
    );
end;
$$;

comment on function core.normalise_questions is
'Checks a list of drafts, each as core.normalise_question does, and returns the list of results. PT422 wrong_type,
too_many_questions, and the code of the first draft that can''t be accepted; the sentence names it.';
