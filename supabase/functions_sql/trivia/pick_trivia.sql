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
    select jsonb_agg(drawn.draft) into drafts
    from (
        select t.draft
        from core.trivia_questions as t
        where (pick_trivia.topic is null or lower(t.topic) = lower(pick_trivia.topic))
            and (pick_trivia.difficulty is null or t.difficulty = pick_trivia.difficulty::core.difficulty)
            and (pick_trivia.kind is null or t.kind = pick_trivia.kind::core.question_kind)
        order by random()
        limit amount
    ) as drawn;
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
'Random questions of the bank, each once: {"source", "questions": [draft], "notice"?}. The notice says that there are
fewer than were requested. PT422 bad_amount, unknown_topic, unknown_value; PT404 no_such_trivia.';
