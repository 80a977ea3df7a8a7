create or replace function public.pull_trivia(
    amount integer default 10,
    topic text default null,
    difficulty text default null,
    kind text default null
) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
begin
    perform core.person_id();
    return core.pick_trivia(amount, topic, difficulty, kind);
end;
$$;

comment on function public.pull_trivia is
'Trivia at random, with its answers, as drafts that create_questions takes.';

revoke execute on function public.pull_trivia from public, anon;
grant execute on function public.pull_trivia to authenticated;
