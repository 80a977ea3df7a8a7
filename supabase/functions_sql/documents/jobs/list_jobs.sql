create or replace function core.list_jobs(
    states core.job_state[] default '{waiting,accepted}',
    most integer default 100
) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(listed.line order by listed.created_at desc), '[]')
    from (
        select
            j.created_at,
            jsonb_build_object(
                'id', j.id, 'kind', j.kind, 'about', coalesce(u.name, q.title), 'owner', p.display_name,
                'state', j.state, 'attempts', j.attempts, 'created_at', j.created_at, 'run_at', j.run_at,
                'deadline', j.deadline, 'finished_at', j.finished_at, 'code', j.code, 'reason', j.reason,
                'retried', exists (select from core.jobs as later where later.retry_of = j.id)
            ) as line
        from core.jobs as j
        inner join core.profiles as p on j.owner_id = p.id
        left join core.uploads as u on j.upload_id = u.id
        left join core.quizzes as q on j.quiz_id = q.id
        where j.state = any (states)
        order by j.created_at desc
        limit most
    ) as listed;
$$;

comment on function core.list_jobs is
'The jobs of all people in these states, newest first, for the operator: [{"id", "kind", "about", "owner", "state",
"attempts", …}].';

revoke execute on function core.list_jobs from public;
grant execute on function core.list_jobs to authenticator;
