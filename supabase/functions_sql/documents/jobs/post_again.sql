create or replace function core.post_again(server text) returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
    found_again integer;
begin
    update core.jobs as j
    set state = 'waiting', run_at = now(), deadline = null, accepted_at = null, server = null
    where j.id in (
        select lost.id
        from core.jobs as lost
        where lost.state = 'accepted' and lost.server = post_again.server
        for update skip locked   -- what is locked is just being told of by that server
    );
    get diagnostics found_again = row_count;
    perform pg_notify('jobs', '');
    return found_again;
end;
$$;

comment on function core.post_again is
'A processing server has died and forgotten what it had accepted: its jobs are posted anew, under the same ids. Returns how
many. Their attempts go on counting, so a job that kills its server every time fails in the end.';

revoke execute on function core.post_again from public;
grant execute on function core.post_again to authenticator;
