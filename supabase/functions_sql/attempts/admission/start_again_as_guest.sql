create or replace function core.start_again_as_guest(
    quiz_id uuid,
    student_number text,
    password text,
    guest_token text     -- of a guest
) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    guest core.guests;
    begun jsonb;
begin
    select * into guest
    from core.guests as g
    where g.token_hash = sha256(convert_to(start_again_as_guest.guest_token, 'UTF8'));
    if guest.quiz_id <> start_again_as_guest.quiz_id then
        perform core.fail(
            409, 'guest_token_used', 'This guest token is that of a guest of another quiz. Make one for each quiz.'
        );
    end if;
    begun := public.start_attempt(
        start_again_as_guest.quiz_id, false, start_again_as_guest.student_number, start_again_as_guest.password,
        start_again_as_guest.guest_token
    );
    if not begun ? 'questions' then
        return begun;     -- the response to a wrong password
    end if;
    return begun || jsonb_build_object(
        'guest_token', start_again_as_guest.guest_token, 'nickname', core.person_name(guest.id)
    );
end;
$$;

comment on function core.start_again_as_guest is
'What start_as_guest returns to a guest who has begun before: the attempt in progress, or another one. PT401
guest_claimed; PT403 guests_not_allowed, attempt_password_missing, attempt_password_wrong; PT404 quiz_not_found; PT410
quiz_deleted; PT409 guest_token_used, quiz_not_open, quiz_closed, quiz_empty, no_attempts_left, attempt_too_soon; PT422
student_number_missing, too_long; PT429 too_many_attempts, too_many_requests; PT400 plain_call_needed; PT405 use_post.';
