create or replace function public.purge_quiz(quiz_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id, deleted => true, role => 'owner');
    rooms uuid[];
    attempts uuid[];
    guests uuid[] := array(select g.id from core.guests as g where g.quiz_id = quiz.id);
    questions uuid[] := array(select q.id from core.questions as q where q.quiz_id = quiz.id);
begin
    -- Parents first, as in all functions. With the quiz locked for update, no new row can refer to it
    perform from core.quizzes as q where q.id = quiz.id for update;
    rooms := array(select r.id from core.rooms as r where r.quiz_id = quiz.id order by r.code for update);
    attempts := array(select a.id from core.attempts as a where a.quiz_id = quiz.id order by a.id for update);
    if exists (
            select from core.attempts as a
            where a.id = any (attempts) and a.user_id <> quiz.owner_id and not a.preview
        )
        or exists (select from core.rooms as r where r.id = any (rooms) and r.host_id <> quiz.owner_id)
        or exists (
            select from core.players as p where p.room_id = any (rooms) and p.user_id is distinct from quiz.owner_id
        )
    then
        perform core.fail(
            409, 'quiz_has_results', 'Others have results in this quiz, so it stays among your deleted quizzes.'
        );
    end if;
    delete from core.room_events as e where e.room_id = any (rooms);
    delete from core.live_answers as a where a.room_id = any (rooms);
    delete from core.turns as o where o.room_id = any (rooms);
    delete from core.players as p where p.room_id = any (rooms);
    delete from core.teams as t where t.room_id = any (rooms);
    delete from core.room_hosts as h where h.room_id = any (rooms);
    delete from core.room_questions as q where q.room_id = any (rooms);
    delete from core.rooms as r where r.id = any (rooms);
    delete from core.regrade_results as x using core.regrades as r where r.id = x.regrade_id and r.quiz_id = quiz.id;
    delete from core.regrades as r where r.quiz_id = quiz.id;
    delete from core.answers as a where a.attempt_id = any (attempts);
    delete from core.attempts as a where a.id = any (attempts);
    delete from core.attempt_password_guesses as g where g.quiz_id = quiz.id;
    delete from core.attempt_passwords as p where p.quiz_id = quiz.id;
    delete from core.allowances as a where a.quiz_id = quiz.id;
    delete from core.allow_list as l where l.quiz_id = quiz.id;
    delete from core.quiz_collaborators as c where c.quiz_id = quiz.id;
    delete from core.quiz_handovers as h where h.quiz_id = quiz.id;
    delete from core.filed_quizzes as z where z.quiz_id = quiz.id;
    delete from core.taker_details as d where d.quiz_id = quiz.id;
    delete from core.owner_acts as o where o.quiz_id = quiz.id;
    delete from core.guests as g where g.id = any (guests);
    delete from core.profiles as p where p.id = any (guests);
    delete from core.statistics_changes as c where c.quiz_id = quiz.id;
    delete from core.counted_sources as c where c.quiz_id = quiz.id;
    delete from core.quiz_sums as k where k.quiz_id = quiz.id;
    delete from core.quiz_counts as k where k.quiz_id = quiz.id;
    delete from core.question_sums as k where k.quiz_id = quiz.id;
    delete from core.question_counts as k where k.quiz_id = quiz.id;
    delete from core.response_sums as k where k.quiz_id = quiz.id;
    delete from core.jobs as j where j.quiz_id = quiz.id;
    delete from core.quiz_snapshots as s where s.quiz_id = quiz.id;
    delete from core.question_words as w where w.quiz_id = quiz.id;
    delete from core.question_versions as v where v.question_id = any (questions);
    delete from core.questions as q where q.id = any (questions);
    delete from core.quizzes as q where q.id = quiz.id;
    return jsonb_build_object('id', quiz.id, 'purged', true);
exception when foreign_key_violation then
    perform core.fail(
        409, 'quiz_has_results', 'Something still refers to this quiz, so it stays among your deleted quizzes.'
    );
end;
$$;

comment on function public.purge_quiz is
'Deletes a deleted quiz of the caller''s for good, with the caller''s attempts and rooms, and the previews of
collaborators, and returns {"id", "purged": true}. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found;
PT409 quiz_has_results if others took or played it, since their results depend on it.';

revoke execute on function public.purge_quiz from public, anon;
grant execute on function public.purge_quiz to authenticated;
