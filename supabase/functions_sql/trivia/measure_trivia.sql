create or replace function core.measure_trivia(most integer) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    from_id text := (select b.measured_to from core.trivia_bank as b for update skip locked);
    ids text[] := array(
        select t.id from core.trivia_questions as t where t.id > from_id order by t.id limit most
    );
    needed numeric := core.setting('trivia.measured_from_answers');
    changed integer;
begin
    if from_id is null then
        return 0;   -- no bank, or somebody else is measuring it
    end if;
    with owned as (
        select t.id, sum(s.mark_1) / sum(s.n * v.points) as facility, least(sum(s.n), needed / 5.0) as weight
        from core.trivia_questions as t
        inner join core.questions as q on q.prompt = t.draft ->> 'prompt' and q.source = t.draft ->> 'source'
        inner join core.quizzes as z on z.id = q.quiz_id
        inner join core.question_sums as s on s.quiz_id = q.quiz_id and s.question_id = q.id
        inner join core.question_versions as v
            on v.question_id = s.question_id and v.version = s.version and v.prompt = q.prompt and v.points > 0
        -- with the choices of the copy, equal texts have equal ids
        cross join lateral core.normalise_question(t.draft, v.choices) as original (question)
        where t.id = any (ids)
            and original.question -> 'choices' = v.choices
            and original.question -> 'display' = v.display
            and original.question -> 'key' = v.key
            and s.counted_as = case when s.live then 'all' else 'first' end::core.counted_as
        group by t.id, z.owner_id
        having sum(s.n) > 0
    ),

    measured as (
        select o.id, core.measured_difficulty(sum(o.weight * o.facility) / sum(o.weight)) as difficulty
        from owned as o
        group by o.id
        having sum(o.weight) >= needed
    )

    update core.trivia_questions as t
    set difficulty = m.difficulty, draft = t.draft || jsonb_build_object('difficulty', m.difficulty)
    from measured as m
    where t.id = m.id and t.difficulty <> m.difficulty;
    get diagnostics changed = row_count;
    update core.trivia_bank
    set measured_to = case when cardinality(ids) < most then '' else ids[most] end;
    return changed;
end;
$$;

comment on function core.measure_trivia is
'Sets the difficulty of the next so many questions of the bank by their facility index over all quizzes and games that
they were copied into unchanged, answer key included, as soon as trivia.measured_from_answers people have answered
them; until then it is that of the bank. The quizzes of one owner count as at most a fifth of these answers, however
many there are, so it takes five owners. Returns how many it changed.';

revoke execute on function core.measure_trivia from public;
