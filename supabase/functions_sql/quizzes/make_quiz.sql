create or replace function core.make_quiz(draft jsonb) returns core.quizzes
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
begin
    if jsonb_typeof(draft) is distinct from 'object' then
        perform core.fail(422, 'wrong_type', 'A quiz must be an object.');
    end if;
    perform core.require_quiz_quota(core.person_id());
    -- the defaults are those of the table, so the options are set afterwards, as changes
    insert into core.quizzes (owner_id, title)
    values (core.person_id(), core.draft_title(draft, required => true))
    returning * into quiz;
    return core.change_quiz(quiz, draft);
end;
$$;

comment on function core.make_quiz is
'Makes a quiz of the caller''s, and returns it. PT401 not_signed_in; PT409 too_many_quizzes; PT422 as
core.change_quiz.';
