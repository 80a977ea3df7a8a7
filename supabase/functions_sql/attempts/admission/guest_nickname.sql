create or replace function core.guest_nickname(written text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    nickname text := core.clean_nickname(written);
begin
    if core.is_blocked(nickname) then
        perform core.fail(422, 'blocked_nickname', 'Choose another nickname, please.');
    end if;
    return nickname;
end;
$$;

comment on function core.guest_nickname is
'The nickname of a guest, by the rules of rooms, and without blocked words, because boards of public quizzes show it.
PT422 bad_nickname, nickname_required, blocked_nickname.';
