create or replace function public.check_trivia(
    amount integer default 10,
    topic text default null,
    difficulty text default null,
    kind text default null
) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
    perform core.person_id();
    perform core.require_trivia_request(amount, difficulty, kind);
    return jsonb_build_object('amount', amount, 'title', core.trivia_title(topic));
end;
$$;

comment on function public.check_trivia is
'Whether trivia may be asked for in this way, before another server than the bank is asked: {"amount", "title"}, the title
being that of a quiz that is given none. The topics are that server''s. PT422 bad_amount, unknown_value.';

revoke execute on function public.check_trivia from public, anon;
grant execute on function public.check_trivia to authenticated;
