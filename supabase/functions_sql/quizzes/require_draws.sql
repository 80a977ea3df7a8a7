create or replace function core.require_draws(quiz core.quizzes) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    short record;
begin
    select listed.n, listed.section, count(q.id) as available into short
    from jsonb_array_elements(quiz.sections) with ordinality as listed (section, n)
    left join core.questions as q
        on q.quiz_id = quiz.id and q.deleted_at is null
        and core.section_of(quiz.sections, q.tags, q.difficulty) = listed.n
    group by listed.n, listed.section
    having count(q.id) < (listed.section -> 'select')::integer
    order by listed.n
    limit 1;
    if found then
        perform core.fail(409, 'too_few_questions', format(
            'Section %s (“%s”) selects %s questions, but only %s would belong to it. Let it select fewer, or add some.',
            short.n, short.section ->> 'title', short.section ->> 'select', short.available
        ));
    end if;
end;
$$;

comment on function core.require_draws is
'Refuses a quiz one of whose sections selects more questions than belong to it, so that its owner learns of it and not a
taker. PT409 too_few_questions.';
