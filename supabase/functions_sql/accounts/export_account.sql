create or replace function public.export_account() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
    account jsonb := core.person(person);
begin
    return jsonb_build_object(
        'account', account,
        'sessions', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'id', s.id, 'created_at', s.created_at, 'updated_at', s.updated_at, 'user_agent', s.user_agent,
                'ip', host(s.ip)
            ) order by s.created_at), '[]')
            from auth.sessions as s where s.user_id = person
        ),
        'quizzes', (
            select coalesce(jsonb_agg(to_jsonb(q) - '{words,title_key}'::text[] || jsonb_build_object('questions', (
                select coalesce(jsonb_agg(to_jsonb(o) order by o.position), '[]')
                from core.questions as o where o.quiz_id = q.id
            )) order by q.created_at), '[]')
            from core.quizzes as q where q.owner_id = person
        ),
        'attempts', (
            -- Marks are left out: whether they may be known depends on the quiz, and attempt_review decides that
            select coalesce(jsonb_agg(jsonb_build_object(
                'id', t.id, 'quiz_id', t.quiz_id, 'number', t.number, 'state', t.state,
                'started_at', t.started_at, 'finished_at', t.finished_at,
                'answers', (
                    select coalesce(jsonb_agg(jsonb_build_object(
                        'question_id', a.question_id, 'response', a.response, 'saved_at', a.saved_at
                    ) order by a.saved_at), '[]')
                    from core.answers as a where a.attempt_id = t.id
                )
            ) order by t.started_at), '[]')
            from core.attempts as t where t.user_id = person
        ),
        'rooms_hosted', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'id', r.id, 'quiz_id', r.quiz_id, 'title', r.title, 'mode', r.mode, 'created_at', r.created_at,
                'ended_at', r.ended_at
            ) order by r.created_at), '[]')
            from core.rooms as r where r.host_id = person
        ),
        'rooms_played', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'room_id', p.room_id, 'nickname', p.nickname, 'joined_at', p.joined_at,
                'answers', (
                    select coalesce(jsonb_agg(jsonb_build_object(
                        'number', a.number, 'response', a.response, 'elapsed_ms', a.elapsed_ms,
                        'received_at', a.received_at
                    ) order by a.number), '[]')
                    from core.live_answers as a where a.room_id = p.room_id and a.player_id = p.id
                )
            ) order by p.joined_at), '[]')
            from core.players as p where p.user_id = person
        ),
        'uploads', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'id', u.id, 'name', u.name, 'url', u.url, 'created_at', u.created_at, 'deleted_at', u.deleted_at
            ) order by u.created_at), '[]')
            from core.uploads as u where u.owner_id = person
        ),
        'generations', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'id', j.id, 'kind', j.kind, 'quiz_id', j.quiz_id, 'request', j.request, 'state', j.state,
                'created_at', j.created_at
            ) order by j.created_at), '[]')
            from core.jobs as j where j.owner_id = person
        ),
        'credits', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'kind', c.kind, 'amount_hundredths', c.amount, 'created_at', c.created_at
            ) order by c.created_at), '[]')
            from core.credit_transfers as c where c.user_id = person
        ),
        'payments', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'id', p.id, 'status', p.status, 'credits', p.credits, 'amount_cents', p.amount_cents,
                'currency', p.currency, 'refunded_cents', p.refunded_cents, 'created_at', p.created_at,
                'paid_at', p.paid_at
            ) order by p.created_at), '[]')
            from core.payments as p where p.user_id = person
        )
    );
end;
$$;

comment on function public.export_account is
'Everything that Quizzler stores about the caller, deleted quizzes included: {"account", "sessions",
"quizzes", "attempts", "rooms_hosted", "rooms_played", "uploads", "generations", "credits", "payments"}. Marks are not
in it, because the settings of a quiz decide who may know them. PT401 not_signed_in.';

revoke execute on function public.export_account from public, anon;
grant execute on function public.export_account to authenticated;
