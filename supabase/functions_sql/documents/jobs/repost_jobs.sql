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
        for update skip locked   -- a locked job is receiving an event of that server at this moment
    );
    get diagnostics reposted = row_count;
    perform pg_notify('jobs', '');
    return reposted;
end;
$$;

comment on function core.repost_jobs is
'Puts the jobs that a built-in processing server had accepted before it ended back into the queue, under the same ids.
Returns how many. Their attempts are not reset, so a job that crashes every server fails in the end.';

revoke execute on function core.repost_jobs from public;
grant execute on function core.repost_jobs to authenticator;
