create or replace function core.add_guest(
    quiz core.quizzes,
    guest uuid,
    nickname text,     -- as core.guest_nickname returns it
    token text
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_guests_per_day');
begin
    if (
        select count(*) from core.guests as g
        where g.quiz_id = quiz.id and g.created_at > now() - interval '1 day'
    ) >= most then
        perform core.fail(429, 'too_many_guests', format(
            '%s guests have begun this quiz in the last 24 hours, and more are not let in. Sign in to take it.', most
        ));
    end if;
    insert into core.profiles (id, display_name, guest) values (guest, nickname, true);
    insert into core.guests as g (id, quiz_id, nickname_key, token_hash)
    values (guest, quiz.id, core.nickname_key(nickname), sha256(convert_to(token, 'UTF8')))
    on conflict on constraint guests_quiz_id_nickname_key_key do nothing;
    if not found then
        perform core.fail(
            409, 'nickname_taken', 'Another guest of this quiz has this nickname, or one that looks like it.'
        );
    end if;
end;
$$;

comment on function core.add_guest is
'Makes a guest of a quiz, with a profile but no account. Guests who begin at the same moment may exceed the limit by
their number. PT409 nickname_taken; PT429 too_many_guests.';
