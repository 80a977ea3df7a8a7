create or replace function core.copied_from(question core.questions) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if question.copied_from is null then
        return null;
    end if;
    return (
        select jsonb_build_object('question_id', q.id, 'quiz_id', z.id, 'quiz_title', z.title)
        from core.questions as q
        inner join core.quizzes as z on z.id = q.quiz_id
        where q.id = question.copied_from and q.deleted_at is null and z.deleted_at is null
            and core.quiz_role(z, core.caller_id()) >= 'edit'
    );
end;
$$;

comment on function core.copied_from is
'Of which question this one is a copy: {"question_id", "quiz_id", "quiz_title"}. Null if it is none, or if the original
is gone or in a quiz that the caller may not edit (any more).';
