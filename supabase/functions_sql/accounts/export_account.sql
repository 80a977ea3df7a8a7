create or replace function public.export_account() returns setof jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
begin
    return query
    select jsonb_build_object('record', 'account') || core.person(person);

    return query
    select jsonb_build_object(
        'record', 'session', 'id', s.id, 'created_at', s.created_at, 'updated_at', s.updated_at,
        'user_agent', s.user_agent, 'ip', host(s.ip)
    )
    from auth.sessions as s
    where s.user_id = person
    order by s.created_at;

    return query
    select jsonb_build_object('record', 'quiz') || to_jsonb(q) - '{words,title_key}'::text[]
    from core.quizzes as q
    where q.owner_id = person
    order by q.created_at, q.id;

    return query
    select jsonb_build_object('record', 'question') || to_jsonb(o)
    from core.quizzes as q
    inner join core.questions as o on o.quiz_id = q.id
    where q.owner_id = person
    order by q.created_at, q.id, o.position;

    return query
    select jsonb_build_object('record', 'folder') || to_jsonb(f) || jsonb_build_object('quiz_ids', array(
        select z.quiz_id from core.filed_quizzes as z where z.folder_id = f.id and z.user_id = f.owner_id
    ))
    from core.folders as f
    where f.owner_id = person
    order by f.created_at, f.id;

    return query
    select jsonb_build_object(
        'record', 'attempt', 'id', t.id, 'quiz_id', t.quiz_id, 'number', t.number, 'state', t.state,
        'started_at', t.started_at, 'finished_at', t.finished_at,
        'deleted_at', t.deleted_at
    )
    from core.attempts as t
    where t.user_id = person
    order by t.started_at, t.id;

    return query
    select jsonb_build_object('record', 'certificate') || to_jsonb(c)
    from core.attempts as t
    inner join core.certificates as c on c.attempt_id = t.id
    where t.user_id = person
    order by c.created_at, c.code;

    return query
    select jsonb_build_object('record', 'allowance') || to_jsonb(a)
    from core.allowances as a
    where a.user_id = person or a.email = core.email_of(person)
    order by a.created_at, a.id;

    return query
    select jsonb_build_object('record', 'group') || to_jsonb(g)
    from core.groups as g
    where g.owner_id = person
    order by g.created_at, g.id;

    return query
    select jsonb_build_object('record', 'group_joined', 'id', g.id, 'name', g.name, 'joined_at', m.joined_at)
    from core.group_members as m
    inner join core.groups as g on g.id = m.group_id
    where m.user_id = person
    order by m.joined_at, g.id;

    return query
    select jsonb_build_object('record', 'allow_list') || to_jsonb(l)
    from core.allow_list as l
    where l.address = core.email_of(person)
    order by l.created_at, l.id;

    return query
    select jsonb_build_object('record', 'collaboration') || to_jsonb(c)
    from core.quiz_collaborators as c
    where c.user_id = person or c.email = core.email_of(person)
    order by c.invited_at, c.id;

    return query
    select jsonb_build_object('record', 'taker_details') || to_jsonb(d)
    from core.taker_details as d
    where d.user_id = person
    order by d.given_at, d.quiz_id;

    return query
    select jsonb_build_object('record', 'claimed_guest', 'id', g.id, 'quiz_id', g.quiz_id, 'claimed_at', g.claimed_at)
    from core.guests as g
    where g.claimed_by = person
    order by g.claimed_at, g.id;

    return query
    -- Marks are left out: whether they may be known depends on the quiz, and attempt_review decides that
    select jsonb_build_object(
        'record', 'answer', 'attempt_id', a.attempt_id, 'question_id', a.question_id, 'response', a.response,
        'saved_at', a.saved_at
    )
    from core.attempts as t
    inner join core.answers as a on a.attempt_id = t.id
    where t.user_id = person
    order by t.started_at, t.id, a.saved_at;

    return query
    select jsonb_build_object(
        'record', 'room_hosted', 'id', r.id, 'quiz_id', r.quiz_id, 'title', r.title, 'mode', r.mode,
        'created_at', r.created_at, 'ended_at', r.ended_at
    )
    from core.rooms as r
    where r.host_id = person
    order by r.created_at;

    return query
    select jsonb_build_object(
        'record', 'room_played', 'room_id', p.room_id, 'nickname', p.nickname, 'joined_at', p.joined_at
    )
    from core.players as p
    where p.user_id = person
    order by p.joined_at;

    return query
    select jsonb_build_object(
        'record', 'live_answer', 'room_id', a.room_id, 'number', a.number, 'response', a.response,
        'elapsed_ms', a.elapsed_ms, 'received_at', a.received_at
    )
    from core.players as p
    inner join core.live_answers as a on a.room_id = p.room_id and a.player_id = p.id
    where p.user_id = person
    order by p.joined_at, p.id, a.number;

    return query
    select jsonb_build_object(
        'record', 'upload', 'id', u.id, 'name', u.name, 'url', u.url, 'created_at', u.created_at,
        'deleted_at', u.deleted_at
    )
    from core.uploads as u
    where u.owner_id = person
    order by u.created_at;

    return query
    select jsonb_build_object('record', 'media') || core.media_json(m)
    from core.media as m
    where m.owner_id = person
    order by m.created_at, m.id;

    return query
    select jsonb_build_object(
        'record', 'generation', 'id', j.id, 'kind', j.kind, 'quiz_id', j.quiz_id, 'request', j.request,
        'state', j.state, 'created_at', j.created_at
    )
    from core.jobs as j
    where j.owner_id = person
    order by j.created_at;

    return query
    select jsonb_build_object(
        'record', 'credits', 'kind', c.kind, 'amount_hundredths', c.amount, 'created_at', c.created_at
    )
    from core.credit_transfers as c
    where c.user_id = person
    order by c.id;

    return query
    select jsonb_build_object(
        'record', 'payment', 'id', p.id, 'status', p.status, 'credits', p.credits, 'amount_cents', p.amount_cents,
        'currency', p.currency, 'refunded_cents', p.refunded_cents, 'created_at', p.created_at, 'paid_at', p.paid_at
    )
    from core.payments as p
    where p.user_id = person
    order by p.created_at;
end;
$$;

comment on function public.export_account is
'Everything that Quizzler stores about the caller, deleted quizzes included. Each thing is a row whose "record" says
what it is: account, session, quiz, question, folder, attempt, certificate, allowance, group, group_joined, allow_list,
collaboration, taker_details, claimed_guest, answer, room_hosted, room_played, live_answer, upload, media (its file is
at its url), generation, credits, payment. So no row is large, however much there is. Marks are not in it, because the
settings of a quiz decide who may know them. PT401 not_signed_in, session_ended.';

revoke execute on function public.export_account from public, anon;
grant execute on function public.export_account to authenticated;
