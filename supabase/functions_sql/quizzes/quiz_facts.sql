create or replace function core.quiz_facts(quiz core.quizzes) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select jsonb_build_object(
            'question_count', count(*),
            'points', coalesce(trim_scale(sum(q.points)), 0),
            'owner', (select p.display_name from core.profiles as p where p.id = quiz.owner_id),
            'role', core.quiz_role(quiz, core.caller_id()),
            'folder_id', (
                select z.folder_id from core.filed_quizzes as z
                where z.quiz_id = quiz.id and z.user_id = core.caller_id()
            ),
            'password_required', exists (select from core.attempt_passwords as p where p.quiz_id = quiz.id),
            'pass_mark', trim_scale(quiz.pass_mark),
            'negative_marking', trim_scale(quiz.negative_marking)
        )
        from core.questions as q
        where q.quiz_id = quiz.id and q.deleted_at is null
    );
end;
$$;

comment on function core.quiz_facts is
'The fields of a quiz''s JSON that are not in its row as they are: the number and points of its questions, its owner''s
name, the caller''s role in it and folder of it, whether beginning takes a password, and the pass mark and negative
marking without trailing zeros.';
