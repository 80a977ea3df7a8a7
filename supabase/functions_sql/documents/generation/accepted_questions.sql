create or replace function core.accepted_questions(
    job core.jobs,
    drafts jsonb,                  -- [{…draft, "citation": {…}}]
    out questions jsonb,           -- as core.store_questions takes them
    out dropped jsonb              -- {reason: how many}
)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    most integer := least((job.request -> 'questions')::integer, case
        when job.question_id is not null then 1
        else core.setting('quiz.max_questions')
            - (select count(*) from core.questions as q where q.quiz_id = job.quiz_id and q.deleted_at is null)
    end);
    has_sources boolean := job.request -> 'sources' <> '[]';
    draft jsonb;
    question jsonb;
    citation jsonb;
    fault text;
    faults text[] := '{}';
begin
    questions := '[]';
    for draft in
        select listed.value from jsonb_array_elements(drafts) with ordinality as listed order by listed.ordinality
    loop
        citation := core.checked_citation(draft -> 'citation', job.request -> 'sources');
        fault := case
            when jsonb_array_length(questions) >= most then 'more_than_asked_for'
            when jsonb_typeof(draft) <> 'object' then 'not_a_question'
            when not job.request -> 'kinds' @> coalesce(draft -> 'kind', 'null') then 'another_kind'
            when has_sources and citation is null then 'no_citation'
        end;
        if fault is null then
            begin
                question := core.normalise_question(draft - 'citation');
                questions := questions || jsonb_build_array(question || jsonb_build_object('citation', citation));
            exception when sqlstate 'PT422' then
                fault := 'not_a_question';
            end;
        end if;
        faults := faults || fault;
    end loop;
    select coalesce(jsonb_object_agg(counted.name, counted.times), '{}') into dropped
    from (
        select
            t.name,
            count(*) as times
        from unnest(faults) as t (name)
        where t.name is not null
        group by t.name
    ) as counted;
end;
$$;

comment on function core.accepted_questions is
'Which questions of a processing server go into the quiz: those that pass the checks of any question, are of a requested
kind and, where there are sources, cite a requested page. The others are dropped, and counted by what is wrong with
them.';
