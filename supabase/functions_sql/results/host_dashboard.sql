create or replace function public.host_dashboard() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan     -- who has few quizzes and who has all of them read in different ways
as $$
declare
    me uuid := core.person_id();
    mine uuid[] := array(
        select c.quiz_id
        from core.caller_quizzes as c
        inner join core.quizzes as q on q.id = c.quiz_id and q.deleted_at is null
    );
    hard jsonb;
    to_mark jsonb;
    rooms jsonb;
    jobs jsonb;
begin
    select coalesce(jsonb_agg(jsonb_build_object(
        'quiz_id', h.quiz_id, 'title', h.title, 'question_id', h.question_id, 'prompt', h.prompt, 'asked', h.asked,
        'facility', round(h.facility, 2), 'best_percent', round(h.upper, 2)
    ) order by h.upper, h.facility, h.question_id), '[]')
    into hard
    from (
        select easy_to_miss.*, g.upper
        from (
            select
                s.quiz_id, z.title, s.question_id, s.version, v.prompt, s.asked, v.points,
                100 * s.mark_1 / (s.n * v.points) as facility
            from core.question_sums as s
            inner join core.questions as q
                on q.id = s.question_id and q.version = s.version and q.deleted_at is null
            inner join core.question_versions as v on v.question_id = s.question_id and v.version = s.version
            inner join core.quizzes as z on z.id = s.quiz_id
            where s.quiz_id = any (mine) and not s.live and s.counted_as = 'first' and s.n >= 5 and v.points > 0
                and s.mark_1 < 0.7 * s.n * v.points
            order by s.mark_1 / (s.n * v.points), s.question_id
            limit 50
        ) as easy_to_miss
        cross join lateral core.group_percents(
            array(
                select c
                from core.question_counts as c
                where c.quiz_id = easy_to_miss.quiz_id and not c.live and c.counted_as = 'first'
                    and c.question_id = easy_to_miss.question_id and c.version = easy_to_miss.version
                    and c.axis = 'score'
            ),
            array(
                select p
                from core.quiz_counts as p
                where p.quiz_id = easy_to_miss.quiz_id and not p.live and p.counted_as = 'first' and p.axis = 'score'
            ),
            easy_to_miss.points
        ) as g
        where g.upper < 50
        order by g.upper
        limit 10
    ) as h;

    select coalesce(jsonb_agg(jsonb_build_object(
        'quiz_id', m.quiz_id, 'title', m.title, 'attempts', m.attempts, 'answers', m.answers, 'oldest', m.oldest
    ) order by m.oldest), '[]')
    into to_mark
    from (
        select t.quiz_id, q.title, count(*) as attempts, sum(t.to_mark) as answers, min(t.finished_at) as oldest
        from core.attempts as t
        inner join core.quizzes as q on q.id = t.quiz_id
        where t.quiz_id = any (mine) and t.to_mark > 0 and t.deleted_at is null and not t.preview
        group by t.quiz_id, q.title
        order by oldest
        limit 20
    ) as m;

    select coalesce(jsonb_agg(jsonb_build_object(
        'room_code', r.code, 'title', r.title, 'mode', r.mode, 'state', r.state, 'players', r.players,
        'created_at', r.created_at, 'expires_at', r.expires_at
    ) order by r.created_at desc), '[]')
    into rooms
    from (
        select r.*, (
            select count(*) from core.players as p where p.room_id = r.id and p.kicked_at is null
        ) as players
        from core.rooms as r
        where r.id in (select h.room_id from core.hosted_rooms as h) and r.state <> 'ended' and r.expires_at > now()
        order by r.created_at desc
        limit 20
    ) as r;

    select coalesce(jsonb_agg(jsonb_build_object(
        'job_id', j.id, 'kind', j.kind, 'quiz_id', j.quiz_id, 'upload_id', j.upload_id, 'code', j.code,
        'reason', j.reason, 'failed_at', j.finished_at
    ) order by j.finished_at desc), '[]')
    into jobs
    from (
        select j.*
        from core.jobs as j
        where j.owner_id = me and j.state = 'failed' and j.finished_at > now() - interval '30 days'
            and not exists (select from core.jobs as later where later.retry_of = j.id)
        order by j.finished_at desc
        limit 20
    ) as j;

    return jsonb_build_object(
        'few_of_the_best', hard,
        'to_mark', to_mark,
        'rooms', rooms,
        'jobs_failed', jobs
    );
end;
$$;

comment on function public.host_dashboard is
'What needs a look by the caller, who makes quizzes and hosts games. few_of_the_best: up to 10 questions that less than
half of the best 27 % got right, of those that at least five people were asked in their first attempt; they may be wrong
or unclear. to_mark: quizzes with answers to mark by hand, the oldest first. rooms: games of the caller that have not
ended. jobs_failed: jobs of the last 30 days that failed and were not repeated. Of each of the last three, up to 20.
PT401 not_signed_in.';

revoke execute on function public.host_dashboard from public, anon;
grant execute on function public.host_dashboard to authenticated;
