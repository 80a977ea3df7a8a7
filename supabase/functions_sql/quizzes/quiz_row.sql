create or replace function core.quiz_row(quiz core.quizzes) returns public.quizzes
language sql stable parallel safe
return jsonb_populate_record(null::public.quizzes, to_jsonb(quiz));

comment on function core.quiz_row is
'A quiz as a row of public.quizzes, for those who may see it although the view hides it.';
