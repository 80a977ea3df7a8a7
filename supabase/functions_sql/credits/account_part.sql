create or replace function core.account_part() returns integer
language sql stable parallel restricted
return pg_backend_pid() % 16;

comment on function core.account_part is
'The part of a shared account that this connection changes, so that connections change different rows.
core.credit_accounts has sixteen parts of each.';
