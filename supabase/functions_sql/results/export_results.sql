create or replace function public.export_results(
    quiz_id uuid,
    time_zone text default 'UTC',         -- of the times
    with_answers boolean default true,    -- whether attempts have their answers
    group_id uuid default null            -- only members of this group of the caller's; null: everybody
) returns setof jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    with asked as materialized (
        select q.*, core.known_time_zone(time_zone) as zone, core.members_shown(group_id) as members
        from core.own_quiz(quiz_id) as q
    ),

    taken as materialized (
        select
            t.*,
            asked.zone,
            core.person_name(t.user_id) as display_name,
            core.is_guest(t.user_id) as guest,
            case when asked.ask_email and d.email_shared then core.email_of(t.user_id) end as email,
            case when asked.ask_student_number then d.student_number end as student_number,
            s.attempt_id = t.id as counts
        from asked
        inner join core.settled_attempts as t on t.quiz_id = asked.id and not t.preview
            and (asked.members is null or t.user_id = any (asked.members))
        left join core.taker_details as d on d.quiz_id = t.quiz_id and d.user_id = t.user_id
        left join core.standings as s on s.quiz_id = t.quiz_id and s.user_id = t.user_id
        order by core.sort_key(core.person_name(t.user_id)), t.user_id, t.number
    )

    select jsonb_build_object(
        'record', 'quiz', 'id', asked.id, 'title', asked.title, 'counting_attempt', asked.counting_attempt,
        'guests_allowed', asked.guests_allowed,
        'ask_email', asked.ask_email, 'ask_student_number', asked.ask_student_number, 'time_zone', asked.zone
    )
    from asked
    union all
    select jsonb_build_object(
        'record', 'question', 'id', q.id, 'version', v.version, 'kind', v.kind, 'prompt', v.prompt,
        'position', case when q.deleted_at is null then q.position end,
        'choices', v.choices, 'points', trim_scale(v.points)
    ) || v.display
    from asked
    inner join core.questions as q on q.quiz_id = asked.id
    inner join core.question_versions as v on v.question_id = q.id
    union all
    select jsonb_build_object(
        'record', 'attempt', 'id', t.id, 'user_id', t.user_id, 'display_name', t.display_name, 'guest', t.guest,
        'email', t.email, 'student_number', t.student_number, 'number', t.number, 'state', t.state, 'counts', t.counts,
        'started_at', to_char(t.started_at at time zone t.zone, 'YYYY-MM-DD HH24:MI:SS'),
        'finished_at', to_char(t.finished_at at time zone t.zone, 'YYYY-MM-DD HH24:MI:SS'),
        'seconds', round(extract(epoch from t.finished_at - t.started_at)),
        'score', trim_scale(t.score), 'max_score', trim_scale(t.max_score),
        'percent', core.percent(t.score, t.max_score), 'passed', t.passed,
        'to_mark', t.to_mark,
        'questions', cardinality(t.question_ids),
        'answered', (select count(*) from core.answers as a where a.attempt_id = t.id and a.deleted_at is null),
        'answers', case when with_answers then (
            select coalesce(jsonb_agg(jsonb_build_object(
                'question_id', c.question_id, 'version', c.version, 'response', c.response,
                'status', core.answer_status(v.kind, false, true, true, c.response is not null, c.fraction),
                'points', trim_scale(c.points), 'comment', c.comment,
                'saved_at', to_char(c.saved_at at time zone t.zone, 'YYYY-MM-DD HH24:MI:SS')
            ) order by c.position), '[]')
            from core.counted_answers as c
            inner join core.question_versions as v on v.question_id = c.question_id and v.version = c.version
            where c.attempt_id = t.id
        ) end
    )
    from taken as t;
$$;

comment on function public.export_results is
'All results of a quiz of the caller''s, for tables. Each row is a thing whose "record" says what it is: first the quiz,
then its questions in all their versions, then the attempts by the names of their takers, each with its answers where
these are wanted. Times are local times of the time zone. email and student_number are null unless the quiz asks for
them and the taker gave them. "counts" is null if no single attempt counts. Rows are made as they are read. PT401
not_signed_in; PT403
not_the_owner; PT404 quiz_not_found, group_not_found; PT422 unknown_time_zone.';
revoke execute on function public.export_results from public, anon;
grant execute on function public.export_results to authenticated;
