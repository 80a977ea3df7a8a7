create or replace function public.calculate_credits(questions integer) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    cost bigint := core.questions_cost(questions);
    spendable bigint;
begin
    select a.balance into spendable
    from core.credit_accounts as a
    where a.owner_id = core.person_id() and a.kind = 'user';
    return jsonb_build_object(
        'questions', questions,
        'cost', core.credits(cost),
        'spendable', core.credits(spendable),
        'can_pay', spendable >= cost,
        'missing', core.credits(greatest(cost - spendable, 0))
    );
end;
$$;

comment on function public.calculate_credits is
'The current price of a number of questions, and whether the caller can pay it: {"questions", "cost", "spendable",
"can_pay", "missing"}, amounts in credits. PT401 not_signed_in; PT422 bad_question_count.';

revoke execute on function public.calculate_credits from public, anon;
grant execute on function public.calculate_credits to authenticated;
