create or replace function core.closed_view(room_id uuid, number integer) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'number', q.number,
        'key', core.right_answer(v.kind, v.choices, v.key),
        'distribution', core.distribution(q.room_id, q.number),
        'explanation', v.explanation
    ) || core.told_format(v.text_format) || core.boards(q.room_id, r.leaderboard_shown)
    from core.room_questions as q
    inner join core.rooms as r on r.id = q.room_id
    inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
    where q.room_id = closed_view.room_id and q.number = closed_view.number and q.closed_at is not null;
$$;

comment on function core.closed_view is
'What everybody receives when a question has closed: its key, the distribution of responses, the explanation, and the
leaderboards if they are shown. null while the question is open.';
