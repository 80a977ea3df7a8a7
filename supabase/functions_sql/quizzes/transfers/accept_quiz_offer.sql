create or replace function public.accept_quiz_offer(quiz_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id, role => 'results');
    me core.quiz_collaborators := core.quiz_offer(quiz);
begin
    if quiz.state = 'generating' then
        perform core.fail(409, 'already_generating', 'A generation is under way. Wait until it has ended.');
    end if;
    perform core.require_quiz_quota(me.user_id);
    perform core.require_question_total(
        me.user_id, (select count(*)::integer from core.questions as q where q.quiz_id = quiz.id)
    );
    delete from core.quiz_collaborators as c where c.id = me.id;
    -- the new owner learns no addresses
    update core.quiz_collaborators as c set invited_as = null where c.quiz_id = quiz.id and c.invited_as is not null;
    update core.quizzes as q set owner_id = me.user_id where q.id = quiz.id;
    insert into core.quiz_handovers (quiz_id, former_owner_id, owner_id)
    values (quiz.id, quiz.owner_id, me.user_id)
    on conflict do nothing;
    update core.quiz_handovers as h set owner_id = me.user_id where h.quiz_id = quiz.id;
    insert into core.quiz_collaborators (quiz_id, user_id, role, accepted_at)
    values (quiz.id, quiz.owner_id, 'edit', now());
    perform core.note_act(
        quiz, 'quiz.transferred', jsonb_build_object('from', quiz.owner_id, 'to', me.user_id), quiz.owner_id
    );
    perform core.notify_user(quiz.owner_id, 'quiz.transferred', jsonb_build_object(
        'quiz_id', quiz.id, 'title', quiz.title
    ));
    return core.quiz_now(quiz.id);
end;
$$;

comment on function public.accept_quiz_offer is
'Makes the caller the owner of a quiz that was offered to them, and its former owner a collaborator who may edit it and
is told (event quiz.transferred). Its attempts, results and log stay; games go on under their hosts. It counts among the
quizzes and questions of the caller from then on. Returns the quiz. PT401 not_signed_in; PT403 not_the_owner; PT404
quiz_not_found, offer_not_found; PT409 already_generating, too_many_quizzes, too_many_questions_in_all.';

revoke execute on function public.accept_quiz_offer from public, anon;
grant execute on function public.accept_quiz_offer to authenticated;
