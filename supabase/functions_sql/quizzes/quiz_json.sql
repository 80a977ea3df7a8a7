create or replace function core.quiz_json(quiz core.quizzes) returns jsonb
language sql stable
return to_jsonb(quiz) - 'deleted_at' || case
    when quiz.deleted_at is null then '{}' else jsonb_build_object('deleted_at', quiz.deleted_at)
end || (
    select jsonb_build_object('question_count', count(*), 'points', coalesce(trim_scale(sum(q.points)), 0))
    from core.questions as q
    where q.quiz_id = (quiz).id and q.deleted_at is null
) || jsonb_build_object(
    'pass_mark', trim_scale(quiz.pass_mark),
    'negative_marking', trim_scale(quiz.negative_marking),
    'owner', (select p.display_name from core.profiles as p where p.id = (quiz).owner_id)
);

comment on function core.quiz_json is 'A quiz and its options as everyone who may see it does.';
