create or replace function core.move_guest(
    quiz core.quizzes,
    guest core.guests,     -- locked
    person uuid
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    nickname text := core.person_name(guest.id);
    moved integer;
begin
    update core.allowances as a
    set user_id = person
    where a.quiz_id = quiz.id and a.user_id = guest.id
        and not exists (select from core.allowances as o where o.quiz_id = quiz.id and o.user_id = person);
    delete from core.allowances as a where a.quiz_id = quiz.id and a.user_id = guest.id;
    update core.attempts as t
    set
        user_id = person,
        number = t.number + (
            select coalesce(max(o.number), 0) from core.attempts as o where o.quiz_id = quiz.id and o.user_id = person
        ),
        deadline = case
            when t.state = 'in_progress' then core.deadline_of(t, quiz, core.allowance_of(quiz, person))
            else t.deadline
        end
    where t.quiz_id = quiz.id and t.user_id = guest.id;
    get diagnostics moved = row_count;
    insert into core.taker_details (quiz_id, user_id, email_shared, student_number, given_at)
    select d.quiz_id, person, d.email_shared, d.student_number, d.given_at
    from core.taker_details as d
    where d.quiz_id = quiz.id and d.user_id = guest.id
    on conflict on constraint taker_details_pkey do nothing;
    delete from core.taker_details as d where d.quiz_id = quiz.id and d.user_id = guest.id;
    delete from core.attempt_password_guesses as g where g.user_id = guest.id;
    delete from core.user_events as e where e.user_id = guest.id;
    update core.owner_acts as o set user_id = person where o.quiz_id = quiz.id and o.user_id = guest.id;
    update core.guests as g set nickname_key = null, claimed_by = person, claimed_at = now() where g.id = guest.id;
    update core.profiles as p set display_name = 'Guest', updated_at = now() where p.id = guest.id;
    perform core.note_act(
        quiz, 'guest.claimed', jsonb_build_object('nickname', nickname, 'attempts', moved), person
    );
end;
$$;

comment on function core.move_guest is
'Makes all that a guest has in a quiz an account''s. The attempts follow those of the account in their numbers, and a
deadline follows the allowance that the account has. What the account told the owner before stays. The guest''s row
remains without a name, so that the token claims nothing twice.';
