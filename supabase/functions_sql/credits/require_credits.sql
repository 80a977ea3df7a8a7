create or replace function core.require_credits(user_id uuid, needed bigint) returns void
language plpgsql
set search_path = ''
as $$
declare
    spendable bigint;
    missing numeric;
begin
    select a.balance into spendable
    from core.credit_accounts as a
    where a.owner_id = require_credits.user_id and a.kind = 'user'
    for no key update;
    if spendable < needed then
        missing := core.credits(needed - spendable);
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
    end if;
end;
$$;

comment on function core.require_credits is
'Lets through who can spend so many hundredths of a credit, and locks their account so that it stays so. PT402
not_enough_credits says what is missing; its hint holds {"needed", "spendable", "missing"} in credits, as JSON.';

revoke execute on function core.require_credits from public;
