create or replace function public.start_as_guest(
    quiz_id uuid,
    nickname text,
    student_number text default null,      -- where the quiz asks for it
    password text default null,            -- where the quiz has an attempt password
    guest_token text default null          -- made by the client, which may then repeat the call; null: one is made
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
    named text := core.guest_nickname(nickname);
    token text := coalesce(guest_token, core.new_resume_token());
    guest uuid := gen_random_uuid();
    attempt core.attempts;
    refusal jsonb;
begin
    perform core.require_calls_left('joins', core.calling_network());
    if guest_token !~ '^[0-9a-f]{64}$' then
        perform core.fail(
            422, 'bad_guest_token',
            'A guest token that you make is 32 random bytes, as 64 digits from 0 to 9 and a to f.'
        );
    end if;
    -- so that a call which is repeated while the first is under way waits for its guest
    perform pg_advisory_xact_lock(hashtextextended('guest ' || token, 0));
    if exists (select from core.guests as g where g.token_hash = sha256(convert_to(token, 'UTF8'))) then
        return core.start_again_as_guest(quiz_id, student_number, password, token);
    end if;
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
only here, and stored nowhere. A client that makes the token itself can repeat the call if the answer was lost: it gets
the attempt in progress, under the nickname of the first call; errors then are as core.start_again_as_guest.
claim_guest moves the result into an account. PT404 quiz_not_found; PT410 quiz_deleted; PT403 guests_not_allowed,
attempt_password_missing, attempt_password_wrong; PT409 quiz_not_open, quiz_closed, quiz_empty, nickname_taken,
guest_token_used; PT422 bad_nickname, nickname_required, blocked_nickname, bad_guest_token, student_number_missing,
too_long; PT429 too_many_guests, too_many_requests; PT400 plain_call_needed; PT405 use_post.';

revoke execute on function public.start_as_guest from public;
grant execute on function public.start_as_guest to anon, authenticated;
