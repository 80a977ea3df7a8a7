create or replace function core.sweep_statistics(
    most integer     -- changes at once, so that a call takes milliseconds
) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    folded integer;
begin
    select sum(core.fold_statistics(waiting.quiz_id, most)) into folded
    from (
        select distinct oldest.quiz_id
        from (select c.quiz_id from core.statistics_changes as c order by c.id limit most) as oldest
    ) as waiting;
    return coalesce(folded >= most, false);
end;
$$;

comment on function core.sweep_statistics is
'Does what keeps statistics quick. Returns whether there is more: the caller repeats it.';

revoke execute on function core.sweep_statistics from public;
grant execute on function core.sweep_statistics to authenticator;
