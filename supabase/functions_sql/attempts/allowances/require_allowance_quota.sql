create or replace function core.require_allowance_quota(quiz core.quizzes) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_allowances');
begin
    if (select count(*) from core.allowances as a where a.quiz_id = quiz.id) >= most then
        perform core.fail(
            409, 'too_many_allowances', format('A quiz can have %s allowances at most. Delete one first.', most)
        );
    end if;
end;
$$;

comment on function core.require_allowance_quota is
'Refuses one more allowance than a quiz, which the caller has locked, may have. PT409 too_many_allowances.';
