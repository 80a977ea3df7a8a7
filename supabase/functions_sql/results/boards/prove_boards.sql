create or replace function core.prove_boards(
    most integer,                             -- attempts at once, so that a call takes milliseconds
    age interval default interval '1 hour'    -- of the attempts, at least
) returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    since timestamptz;
    upto timestamptz;
    checked integer;
begin
    -- one proof at a time
    if not pg_try_advisory_xact_lock(hashtextextended('prove the boards', 0)) then
        return false;
    end if;
    since := coalesce((select max(p.finished_at) from core.board_proofs as p), '-infinity');
    select max(t.finished_at), count(*) into upto, checked
    from (
        select a.finished_at
        from core.attempts as a
        where a.finished_at > since and a.finished_at < now() - age
            and a.state = 'finished' and not a.preview and a.deleted_at is null
        order by a.finished_at
        limit most
    ) as t;
    if upto is null or exists (select from core.check_boards(since, upto)) then
        return false;
    end if;
    insert into core.board_proofs (finished_at) values (upto);
    delete from core.board_proofs as p where p.finished_at < since;
    return checked = most;
end;
$$;

comment on function core.prove_boards is
'Checks the boards of those who finished the next attempts after those that were checked, and notes how far they are
right. A fault is not passed over: core.check_boards tells it. Returns whether there is more: the caller repeats it.';

revoke execute on function core.prove_boards from public;
