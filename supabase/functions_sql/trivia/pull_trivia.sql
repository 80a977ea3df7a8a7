create or replace function public.pull_trivia(
    amount integer default 10,
    topic text default null,
    difficulty text default null,
    kind text default null
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.person_id();
    return core.pick_trivia(amount, topic, difficulty, kind);
end;
$$;

comment on function public.pull_trivia is
'Random questions from the bank, as drafts with their answer keys, for create_questions: {"source", "questions",
"notice"?}. PT401 not_signed_in; PT422 bad_amount, unknown_topic, unknown_value; PT404 no_such_trivia.';

revoke execute on function public.pull_trivia from public, anon;
grant execute on function public.pull_trivia to authenticated;
