create or replace function core.refuse_attempt_password(
    quiz core.quizzes,
    person uuid,      -- null: somebody who becomes a guest
    password text     -- null: none given
) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    asked core.attempt_passwords;
    counted core.attempt_password_guesses;
    window_s numeric := core.setting('attempt_password.guesses_s');
begin
    select * into asked from core.attempt_passwords as p where p.quiz_id = quiz.id;
    if asked.quiz_id is null or core.quiz_role(quiz, person) is not null then   -- a preview
        return null;
    end if;
    if password is null then
        perform core.fail(
            403, 'attempt_password_missing', 'This quiz asks for a password, which you get from its owner.',
            'Begin with password: "the password".'
        );
    end if;
    if core.is_counted() then
        perform core.require_plain_call();
    end if;
    delete from core.attempt_password_guesses as g
    where g.quiz_id = quiz.id and g.user_id is not distinct from person
        and g.first_at <= now() - make_interval(secs => window_s);
    select * into counted
    from core.attempt_password_guesses as g
    where g.quiz_id = quiz.id and g.user_id is not distinct from person;
    if counted.guesses >= (case
        when person is null then core.setting('attempt_password.max_guesses_of_guests')
        else core.setting('attempt_password.max_guesses')
    end) then
        perform core.fail_too_many(
            greatest(1, ceil(extract(epoch from counted.first_at - now()) + window_s))::integer
        );
    end if;
    if core.stretched_hash(left(password, 1000), asked.salt, asked.rounds) = asked.hash then
        delete from core.attempt_password_guesses as g where g.quiz_id = quiz.id and g.user_id = person;
        return null;
    end if;
    insert into core.attempt_password_guesses as g (quiz_id, user_id, guesses, first_at)
    values (quiz.id, person, 1, now())
    on conflict on constraint attempt_password_guesses_of_person do update set guesses = g.guesses + 1;
    return core.refusal(
        403, 'attempt_password_wrong',
        'This is not the password of this quiz. Ask the person who gave you the quiz.'
    );
end;
$$;

comment on function core.refuse_attempt_password is
'Null if this person may begin by the password that they gave, or if the quiz has none. A wrong one is counted, and the
response to an error returned: an error would undo the count. core.start_attempt holds a lock, so concurrent guesses of
a person are counted one after the other; those of people who would become guests are counted together. PT403
attempt_password_missing, attempt_password_wrong; PT429 too_many_requests after too many, whatever was guessed; PT400
plain_call_needed.';
