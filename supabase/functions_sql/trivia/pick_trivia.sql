create or replace function core.pick_trivia(
    amount integer,
    topic text,
    difficulty text,
    kind text
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    drafts jsonb;
begin
    perform core.require_trivia_request(amount, difficulty, kind);
    if not exists (
        select from core.trivia_questions as t where lower(t.topic) = lower(coalesce(pick_trivia.topic, t.topic))
    ) then
        perform core.fail(
            422, 'unknown_topic',
            format('There are no trivia questions about %s.', coalesce(left(topic, 50), 'anything')),
            (select 'The topics are: ' || string_agg(distinct t.topic, ', ') from core.trivia_questions as t)
        );
    end if;
    with shuffled as materialized (
        select t.template, t.family, t.draft, random() as place
        from core.trivia_questions as t
        where case
                when pick_trivia.topic is null then t.topic <> 'drills'   -- practice, only for who asks for it
                else lower(t.topic) = lower(pick_trivia.topic)
            end
            and (pick_trivia.difficulty is null or t.difficulty = pick_trivia.difficulty::core.difficulty)
            and (pick_trivia.kind is null or t.kind = pick_trivia.kind::core.question_kind)
    ),

    by_family as (
        select s.*, row_number() over (partition by s.family order by s.place) as of_family
        from shuffled as s
    ),

    by_template as (
        select f.*, row_number() over (partition by f.template order by f.of_family, f.place) as of_template
        from by_family as f
    ),

    drawn as (
        select b.draft, b.place
        from by_template as b
        order by greatest(b.of_family, b.of_template), b.place
        limit amount
    )

    select jsonb_agg(d.draft order by d.place) into drafts
    from drawn as d;
    if drafts is null then
        perform core.fail(404, 'no_such_trivia', 'There are no such questions. Choose another difficulty or kind.');
    end if;
    return jsonb_strip_nulls(jsonb_build_object(
        'source', 'bank',
        'questions', drafts,
        'notice', case when jsonb_array_length(drafts) < amount then format(
            'There are only %s such questions; you requested %s.', jsonb_array_length(drafts), amount
        ) end
    ));
end;
$$;

comment on function core.pick_trivia is
'Random questions of the bank, each once: {"source", "questions": [draft], "notice"?}. A second question of a template
or of a family comes only when there are no others. Without a topic, there are no drills. The notice says that there
are fewer than were requested. PT422 bad_amount, unknown_topic, unknown_value; PT404 no_such_trivia.';
