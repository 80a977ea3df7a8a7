create or replace function public.set_attempt_password(
    quiz_id uuid,
    password text     -- null: none any more
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    salt bytea := uuid_send(gen_random_uuid());
    rounds integer := 20000;
begin
    -- Attempts that are being started end first; later ones find the new password
    perform from core.quizzes as q where q.id = quiz.id for update;
    if password is null then
        delete from core.attempt_passwords as p where p.quiz_id = quiz.id;
    else
        if char_length(btrim(password)) not between 1 and 100 then
            perform core.fail(422, 'out_of_range', 'An attempt password has 1 to 100 characters.');
        end if;
        insert into core.attempt_passwords as p (quiz_id, salt, rounds, hash)
        values (quiz.id, salt, rounds, core.stretched_hash(password, salt, rounds))
        on conflict on constraint attempt_passwords_pkey do update set
            salt = excluded.salt, rounds = excluded.rounds, hash = excluded.hash, set_at = now();
    end if;
    delete from core.attempt_password_guesses as g where g.quiz_id = quiz.id;
    perform core.note_act(
        quiz, case when password is null then 'password.removed' else 'password.set' end, '{}'
    );
    return core.quiz_now(quiz.id);
end;
$$;

comment on function public.set_attempt_password is
'Sets the password that a quiz of the caller''s asks for when somebody begins an attempt, or removes it (null), and
returns the quiz. It is kept as a salted hash, which no function returns. Attempts in progress go on, and previews never
need it. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found; PT422 out_of_range.';

revoke execute on function public.set_attempt_password from public, anon;
grant execute on function public.set_attempt_password to authenticated;
