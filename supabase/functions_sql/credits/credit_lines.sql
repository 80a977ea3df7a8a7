create or replace function public.credit_lines() returns table (
    id bigint,
    created_at timestamptz,
    kind core.transfer_kind,
    text text,
    spendable_change numeric,
    reserved_change numeric,
    spendable_after numeric,
    reserved_after numeric,
    questions integer,
    quiz_id uuid,
    payment_id uuid
)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select line.*
    from core.credit_transfers as t
    cross join lateral jsonb_to_record(core.credit_line(t)) as line (
        id bigint,
        created_at timestamptz,
        kind core.transfer_kind,
        text text,
        spendable_change numeric,
        reserved_change numeric,
        spendable_after numeric,
        reserved_after numeric,
        questions integer,
        quiz_id uuid,
        payment_id uuid
    )
    where t.user_id = core.person_id();
$$;

comment on function public.credit_lines is
'The history of the caller''s credits as rows, to filter, order and page; credit_history returns it as a document.
Amounts are in credits; *_after is null for an account that the transfer did not change. PT401 not_signed_in.';
revoke execute on function public.credit_lines from public, anon;
grant execute on function public.credit_lines to authenticated;
