create or replace function public.claim_guest(quiz_id uuid, guest_token text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
    quiz core.quizzes;
    guest core.guests;
begin
    select * into quiz from core.quizzes as q where q.id = claim_guest.quiz_id for key share;
    select * into guest
    from core.guests as g
    where g.quiz_id = quiz.id and g.token_hash = sha256(convert_to(guest_token, 'UTF8'));
    if guest.id is null then
        perform core.fail(401, 'unknown_guest_token', 'No guest of this quiz has this guest token.');
    end if;
    -- as start_attempt does, so that neither of them starts an attempt meanwhile
    perform pg_advisory_xact_lock(hashtextextended('start ' || quiz.id || guest.id, 0));
    perform pg_advisory_xact_lock(hashtextextended('start ' || quiz.id || person, 0));
    select * into guest from core.guests as g where g.id = guest.id for update;
    if guest.claimed_by = person then
        return public.my_result(quiz.id);   -- the answer to the first call may have been lost
    end if;
    perform core.settle_overdue(quiz.id, person, null);
    perform core.settle_overdue(quiz.id, guest.id, null);
    perform core.require_may_claim(quiz, guest, person);
    perform core.move_guest(quiz, guest, person);
    return public.my_result(quiz.id);
end;
$$;

comment on function public.claim_guest is
'Moves what a guest has in a quiz, whose token proves that it is theirs, into the caller''s account, once: the attempts,
which count as the account''s from then on, and what the guest told the owner. Returns the caller''s result (my_result).
The same account may repeat it. PT401 not_signed_in, unknown_guest_token; PT403 own_quiz, not_on_allow_list,
email_not_confirmed; PT404 no_result; PT409 already_claimed, no_attempts_left, other_in_progress.';

revoke execute on function public.claim_guest from public, anon;
grant execute on function public.claim_guest to authenticated;
