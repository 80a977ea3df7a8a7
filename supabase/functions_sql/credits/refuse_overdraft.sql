create or replace function core.refuse_overdraft(needed bigint, spendable bigint) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    missing numeric := core.credits(needed - spendable);
begin
    perform core.fail(
        402, 'not_enough_credits',
        format(
            'This costs %s credits and you have %s: %s are missing.',
            core.credits(needed), core.credits(spendable), missing
        ),
        jsonb_build_object(
            'needed', core.credits(needed), 'spendable', core.credits(spendable), 'missing', missing
        )::text
    );
end;
$$;

comment on function core.refuse_overdraft is
'Raises PT402 not_enough_credits. The hint is {"needed", "spendable", "missing"} in credits, as JSON.';
