create or replace function core.repost_jobs(server text) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    reposted integer;
begin
    update core.jobs as j
    set state = 'waiting', run_at = now(), deadline = null, accepted_at = null, server = null
    where j.id in (
        select lost.id
        from core.jobs as lost
        where lost.state = 'accepted' and lost.server = repost_jobs.server
        for update skip locked   -- a job that is locked is just receiving an event of that server
    );
    get diagnostics reposted = row_count;
    perform pg_notify('jobs', '');
    return reposted;
end;
$$;

comment on function core.repost_jobs is
'Has the jobs posted again, under the same ids, that a built-in processing server had accepted before it ended. Returns
how many. Their attempts are not reset, so a job that crashes every server fails in the end.';

revoke execute on function core.repost_jobs from public;
grant execute on function core.repost_jobs to authenticator;
