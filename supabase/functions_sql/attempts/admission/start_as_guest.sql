create or replace function public.start_as_guest(
    quiz_id uuid,
    nickname text,
    student_number text default null,      -- where the quiz asks for it
    password text default null             -- where the quiz has an attempt password
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
    named text := core.guest_nickname(nickname);
    token text := core.new_resume_token();
    guest uuid := gen_random_uuid();
    attempt core.attempts;
    refusal jsonb;
begin
    perform core.require_calls_left('joins', core.calling_network());
    select * into quiz from core.quizzes as q where q.id = start_as_guest.quiz_id for key share;
    if quiz.id is null then
        perform core.fail(404, 'quiz_not_found', 'There is no such quiz.');
    end if;
    perform core.require_may_start(quiz, null);
    refusal := core.refuse_attempt_password(quiz, null, password);
    if refusal is null then
        perform core.add_guest(quiz, guest, named, token);
        perform core.keep_taker_details(quiz, guest, false, student_number);
        attempt := core.new_attempt(quiz, guest);
    end if;
    perform core.count_call('joins', core.calling_network());   -- last: its row is locked
    return coalesce(refusal, core.attempt_payload(attempt, guest) || jsonb_build_object(
        'resumed', false, 'guest_token', token, 'nickname', named
    ));
end;
$$;

comment on function public.start_as_guest is
'Begins an attempt as a guest: under a nickname, without an account, where the quiz lets guests in. Returns the attempt
as start_attempt does, with "nickname" and "guest_token". The functions that take an attempt take the token; it is told
only here, and stored nowhere. claim_guest moves the result into an account. PT404 quiz_not_found; PT410 quiz_deleted;
PT403 guests_not_allowed, attempt_password_missing, attempt_password_wrong; PT409 quiz_not_open, quiz_closed,
quiz_empty, nickname_taken; PT422 bad_nickname, nickname_required, blocked_nickname, student_number_missing, too_long;
PT429 too_many_guests, too_many_requests; PT400 plain_call_needed; PT405 use_post.';

revoke execute on function public.start_as_guest from public;
grant execute on function public.start_as_guest to anon, authenticated;
