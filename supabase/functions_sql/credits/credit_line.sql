create or replace function core.credit_line(line core.credit_transfers) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'id', line.id,
        'created_at', line.created_at,
        'kind', line.kind,
        'text', core.transfer_text(
            line.kind, line.questions, (select q.title from core.quizzes as q where q.id = line.quiz_id)
        ),
        'spendable_change', core.credits(coalesce(sum(e.amount) filter (where a.kind = 'user'), 0)::bigint),
        'reserved_change', core.credits(coalesce(sum(e.amount) filter (where a.kind = 'reserved'), 0)::bigint)
    ) || jsonb_strip_nulls(jsonb_build_object(
        'spendable_after', core.credits(max(e.balance_after) filter (where a.kind = 'user')),
        'reserved_after', core.credits(max(e.balance_after) filter (where a.kind = 'reserved')),
        'questions', line.questions,
        'quiz_id', line.quiz_id,
        'payment_id', line.payment_id
    ))
    from core.credit_entries as e
    inner join core.credit_accounts as a on a.id = e.account_id
    where e.transfer_id = line.id and a.owner_id = line.user_id;
$$;

comment on function core.credit_line is
'A transfer as a line of its person''s history, amounts in credits: {"id", "created_at", "kind", "text",
"spendable_change", "reserved_change", "spendable_after"?, "reserved_after"?}. The last two are there for the accounts
that it changed.';
