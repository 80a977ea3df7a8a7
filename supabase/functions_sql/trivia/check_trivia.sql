create or replace function public.check_trivia(
    amount integer default 10,
    topic text default null,
    difficulty text default null,
    kind text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.person_id();
    perform core.require_trivia_request(amount, difficulty, kind);
    return jsonb_build_object('amount', amount, 'title', core.trivia_title(topic));
end;
$$;

comment on function public.check_trivia is
'Checks a request for trivia before it is sent to another server, which checks the topic itself. Returns {"amount",
"title"}: the title for a quiz of these questions to which its owner gives none. PT401 not_signed_in; PT422 bad_amount,
unknown_value.';

revoke execute on function public.check_trivia from public, anon;
grant execute on function public.check_trivia to authenticated;
